import type { Switches } from "../../../sandbox/switches.ts";
import { errorPath } from "../../../src/web/errors/error-address.ts";
import { errorPages } from "../../../src/web/errors/error-pages.ts";
import { signInAddress } from "../../../src/web/sign-in/sign-in-address.ts";
import { permissionAddress } from "../../../src/web/who-may/permission-request.ts";
import { probePath, probeReading, probeTitle } from "../../support/probe.ts";
import { workspaceOfBen, workspacesOfAna } from "../../support/probe-page.ts";
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

/** The workspaces of the first of the sandbox's people, unless others are named. */
export function workspaces(
  stored: Stored = kept(),
  names: readonly string[] = workspacesOfAna,
): Ending {
  return { words: "workspaces", page: probe(...names.map((name) => `<bdi>${name}</bdi>`)), stored };
}

/** The workspaces again, with an access token of the first refresh. */
export function renewed(but: Partial<OneSession> = {}, names?: readonly string[]): Ending {
  return { ...workspaces(kept({ refreshes: 1, ...but }), names), words: "renewed" };
}

/** The probe page when there are no workspaces. */
export function emptyList(but: Partial<OneSession> = {}): Ending {
  return {
    words: "an empty list",
    page: probe(/<ul aria-label="Workspaces">\s*<\/ul>/),
    stored: kept(but),
  };
}

/** The error page of a call that got nothing from Asana. */
export function callFailed(
  kind: "rate-limited" | "failed" | "unreachable" | "unreadable" | "slow",
  ...says: Page["says"]
): Ending {
  const { status, title: heading, whatHappened } = errorPages[`asana-${kind}`];
  return failure(
    `asana-${kind}`,
    { status, heading, says: [whatHappened, ...says] },
    { path: probePath, stored: kept() },
  );
}

/** Asana said that a scope is missing, which the app had thought granted. */
export function scopeMissing(stored: Stored): Ending {
  const { status, title: heading } = errorPages["asana-scope-missing"];
  const says = [`<a class="button button-primary" href="${probePath}">Try again</a>`];
  return failure("asana-scope-missing", { status, heading, says }, { path: probePath, stored });
}

/** A page with a link that asks for a permission at Asana. */
export function permissionAsked(stored: Stored): Ending {
  const { why, scope } = probeReading;
  const says = [`${why} (${scope})`, permissionAddress(probeReading, probePath)];
  return {
    words: "a permission asked for",
    page: at(probePath, "This page needs a permission", says),
    stored,
  };
}

export function reconnect(stored: Stored = forgotten()): Ending {
  const says = ["Asana no longer accepts this app's access", signInAddress(probePath)];
  return {
    words: "connect again",
    page: { ...at(probePath, "Connect to Asana again", says), status: 403 },
    stored,
  };
}

/** An error page by its code; of a sign-in unless a path is said. */
export function failure(
  code: string,
  { status, heading, says = [] }: { status: number; heading: string; says?: Page["says"] },
  { path = errorPath, stored = "nothing" }: { path?: string; stored?: Stored } = {},
): Ending {
  const page = { status, path, heading, says: [`<code>${code}</code>`, ...says] };
  return { words: code, page, stored };
}

/** The whole walk of somebody who could not be signed in. */
export function nobody(signIn: Ending): { signIn: Ending; probe: Ending; refresh: Ending } {
  return { signIn, probe: startPage, refresh: startPage };
}

/** Where a personal page sends whoever is not signed in. */
export const startPage: Ending = {
  words: "start page",
  page: at("/", "Sign in with Asana", ["Signing in takes you to the probe."]),
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
export const asEver = { signIn: signedIn(), probe: workspaces(), refresh: renewed() };

/** The same, when the second of the sandbox's people signs in. */
export const asBen = {
  signIn: signedIn(kept(), { name: "Ben Solo", email: "(ben@example.com)" }),
  probe: workspaces(kept(), [workspaceOfBen]),
  refresh: renewed({}, [workspaceOfBen]),
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

function probe(...says: Page["says"]): Page {
  return at(probePath, probeTitle, says);
}

function at(path: string, heading: string, says: Page["says"]): Page {
  return { status: 200, path, heading, says };
}
