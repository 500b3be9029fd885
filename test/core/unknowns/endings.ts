import type { Switches } from "../../../sandbox/switches.ts";
import {
  type Ending,
  type Happening,
  type Page,
  type Settings,
  type Stage,
  type Stored,
  switchesInWords,
} from "../../support/unknowns.ts";

/** What a sign-in asks for unless the settings say otherwise. */
export const askedScope =
  "openid email profile users:read workspaces:read projects:read tasks:read";

type OneSession = Exclude<Stored, "nothing">;

/** One session with its tokens, as they are after an ordinary sign-in but for what is said here. */
export function kept(but: Partial<OneSession> = {}): OneSession {
  return {
    tokens: "kept",
    scope: askedScope,
    refreshes: 0,
    refreshToken: "the first",
    minutes: 60,
    ...but,
  };
}

/** One session, whose tokens Asana accepts no more. */
export function forgotten(but: Partial<OneSession> = {}): OneSession {
  return kept({ tokens: "forgotten", refreshToken: "none", minutes: undefined, ...but });
}

export function signedIn(
  stored: Stored = kept(),
  { name = "Ana Everyday", email = "(ana@example.com)" } = {},
): Ending {
  const says = [`You are signed in as <strong>`, name, email];
  return { words: "signed in", page: at("/", "Welcome back", says), stored };
}

/** The person's tasks, by the name of one. */
export function tasks(stored: Stored = kept(), name = "Write the welcome text"): Ending {
  return { words: "tasks", page: demo(name), stored };
}

/** The tasks again, with an access token of the first refresh. */
export function renewed(but: Partial<OneSession> = {}, name?: string): Ending {
  return { ...tasks(kept({ refreshes: 1, ...but }), name), words: "renewed" };
}

/** The page of the tasks when there are none. */
export function emptyList(but: Partial<OneSession> = {}): Ending {
  return {
    words: "an empty list",
    page: demo("No open task is assigned to you."),
    stored: kept(but),
  };
}

/** The page of the tasks, with something to say. */
export function notice(says: string | RegExp, stored: Stored = kept()): Ending {
  return { words: "a notice", page: demo(says), stored };
}

/** The page of the tasks, with a link that asks for a permission at Asana. */
export function permissionAsked(says: string, stored: Stored): Ending {
  const link = "/auth/login?allow=see-tasks&returnTo=%2Fdemo";
  return { words: "a permission asked for", page: demo(says, link), stored };
}

export function reconnect(stored: Stored = forgotten()): Ending {
  const says = ["Asana no longer accepts this app's access", "/auth/login?returnTo=%2Fdemo"];
  return {
    words: "connect again",
    page: { ...at("/demo", "Connect to Asana again", says), status: 403 },
    stored,
  };
}

/** An error page by its code; of a sign-in unless a path is said. */
export function failure(
  code: string,
  { status, heading, says = [] }: { status: number; heading: string; says?: Page["says"] },
  { path = "/auth/error", stored = "nothing" }: { path?: string; stored?: Stored } = {},
): Ending {
  const page = { status, path, heading, says: [`<code>${code}</code>`, ...says] };
  return { words: code, page, stored };
}

/** The whole walk of somebody who could not be signed in. */
export function nobody(signIn: Ending): { signIn: Ending; demo: Ending; refresh: Ending } {
  return { signIn, demo: startPage, refresh: startPage };
}

/** Where a personal page sends whoever is not signed in. */
export const startPage: Ending = {
  words: "start page",
  page: at("/", "Sign in with Asana", ["Signing in takes you to your open tasks."]),
  stored: "nothing",
};

/** The start page with a note, after the person said no. */
export const saidNo: Ending = {
  words: "a friendly note",
  page: at("/", "Sign in with Asana", ["You were not signed in, and nothing was read."]),
  stored: "nothing",
};

/** The start page after disconnecting, when Asana has confirmed it. */
export const disconnected: Ending = {
  words: "disconnected",
  page: at("/", "Sign in with Asana", ["Disconnected. Asana no longer lets this app act for you"]),
  stored: "nothing",
};

/** The profile of the first of the sandbox's people. */
export function accountPage(says: string, stored: Stored): Ending {
  return { words: "profile", page: at("/profile", "Ana Everyday", [says]), stored };
}

/** Asana's own page: the app sees nothing of it. */
export function stoppedAtAsana(error: string): Ending {
  const page = { status: 400, path: "/-/oauth_authorize", heading: "", says: [error] };
  return { words: "stopped at Asana", page, stored: "nothing" };
}

/** A walk that ends as if there were no question. */
export const asEver = { signIn: signedIn(), demo: tasks(), refresh: renewed() };

/** The same, when the second of the sandbox's people signs in. */
export const asBen = {
  signIn: signedIn(kept(), { name: "Ben Solo", email: "(ben@example.com)" }),
  demo: tasks(kept(), "Frame the prints"),
  refresh: renewed({}, "Frame the prints"),
};

/** Switches that are turned on the way. */
export function turned(switches: Partial<Switches>, before: Stage): Happening {
  return {
    before,
    words: `before the ${before}: ${switchesInWords(switches).join(", ")}`,
    perform: ({ sandbox }) => sandbox.setSwitches(switches),
  };
}

export function withScopes(scope: string): Settings {
  return { words: `asked for ${scope}`, of: () => ({ ASANA_SCOPES: scope }) };
}

function demo(...says: Page["says"]): Page {
  return at("/demo", "Your tasks", says);
}

function at(path: string, heading: string, says: Page["says"]): Page {
  return { status: 200, path, heading, says };
}
