import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import type { KeptTokens } from "../../src/auth/tokens.ts";
import { signInAddress } from "../../src/web/sign-in/sign-in-address.ts";
import { type RunningApp, startApp } from "./app.ts";
import { aClock, minute } from "./clock.ts";
import { keptTokens } from "./kept-tokens.ts";
import { probePath } from "./probe.ts";
import { aSandbox } from "./sandbox-client.ts";
import { answerSandbox } from "./sign-in.ts";
import { rowCounts } from "./store-place.ts";
import { aWatchedBrowser, type Seen, type WatchedBrowser } from "./watched-browser.ts";

/** One answer to a question that Asana's documents leave open, and how the app is to take it. */
export interface Unknown {
  /** As the fact sheet names it in its section 9. */
  readonly unknown: string;
  /** Turned before the app starts. */
  readonly switches: Partial<Switches>;
  /** What else happens on the way. */
  readonly happening?: Happening;
  readonly settings?: Settings;
  /** Who signs in; the first of the sandbox's people unless told otherwise. */
  readonly person?: number;
  /** At the sandbox's consent page; "Allow" unless told otherwise. */
  readonly press?: "Deny";
  readonly pageTimeMs?: number;
  readonly signIn: Ending;
  readonly profile?: Ending;
  readonly probe: Ending;
  /** The probe page when the access token has run out. */
  readonly refresh: Ending;
  /** What the operator reads. */
  readonly log?: string;
}

/** Settings of the app, beside those that the sandbox gives. */
export interface Settings {
  readonly words: string;
  of(sandbox: Sandbox): Readonly<Record<string, string>>;
}

export interface Happening {
  readonly before: Stage;
  readonly words: string;
  /** @returns the address to open instead of the stage's own, if there is one */
  perform(walk: Walk): unknown;
}

/** `answer` is when Asana has sent the person back and the app has not read it yet. */
export type Stage = "sign-in" | "answer" | "profile" | "probe" | "refresh";

/** Where one step of a walk ends. */
export interface Ending {
  readonly words: string;
  readonly page: Page;
  readonly stored: Stored;
}

export interface Page {
  readonly status: number;
  /** Its own, wherever the redirects led. */
  readonly path: string;
  readonly heading: string;
  readonly says: readonly (string | RegExp)[];
}

/** What the store holds: nothing of anybody, or one session with its tokens. */
export type Stored =
  | "nothing"
  | {
      readonly tokens: "kept" | "forgotten";
      readonly scope: string;
      readonly refreshes: number;
      /** Compared with the one that the sign-in gave. */
      readonly refreshToken: "the first" | "another" | "none";
      /** Lifetime of the access token. */
      readonly minutes: number | undefined;
    };

/** A walk under way. */
export interface Walk {
  readonly app: RunningApp;
  /** The one that runs; a happening may put another in its place. */
  sandbox: Sandbox;
  readonly sandboxes: Sandbox[];
  readonly browser: WatchedBrowser;
  readonly clock: ReturnType<typeof aClock>;
  /** The authorization request, once the app has made one. */
  question?: string;
  /** The redirect URI with the answer, once Asana has sent the person back. */
  answer?: string;
}

/** What a walk met. */
export interface Walked {
  readonly walk: Walk;
  readonly signIn: Met;
  readonly profile: Met | undefined;
  readonly probe: Met;
  readonly refresh: Met;
}

export interface Met {
  readonly seen: Seen;
  readonly stored: Stored;
}

/** Signs in, opens the probe page, waits until the access token has run out, opens it again. */
export async function walkThrough(row: Unknown): Promise<Walked> {
  const clock = aClock();
  const sandbox = await aSandbox({ now: clock.now, switches: row.switches });
  const app = await startApp({
    settings: { ...sandbox.settings, ...row.settings?.of(sandbox) },
    now: clock.now,
    ...(row.pageTimeMs !== undefined && { pageTimeMs: row.pageTimeMs }),
  });
  const walk: Walk = { app, sandbox, sandboxes: [sandbox], browser: aWatchedBrowser(), clock };
  let firstRefreshToken: string | undefined;

  async function meet(stage: Stage, visit: () => Promise<Seen>): Promise<Met> {
    const seen = await visit();
    const kept = await keptTokens(app, walk.browser);
    if (stage === "sign-in") firstRefreshToken = kept?.tokens?.refreshToken;
    return { seen, stored: await storedBy(walk, kept, firstRefreshToken) };
  }

  async function open(stage: Stage, path: string): Promise<Met> {
    const address = await happen(row, stage, walk);
    return meet(stage, () =>
      walk.browser.look(typeof address === "string" ? address : `${app.origin}${path}`),
    );
  }

  await happen(row, "sign-in", walk);
  const signIn = await meet("sign-in", () => signInWith(row, walk));
  const profile = row.profile && (await open("profile", "/profile"));
  const probe = await open("probe", probePath);
  clock.move(61 * minute);
  const refresh = await open("refresh", probePath);
  return { walk, signIn, profile, probe, refresh };
}

/** Its title: the unknown, the answer, and how the three steps end. */
export function titleOf(row: Unknown): string {
  const { unknown, switches, settings, person, press, happening, signIn, probe, refresh } = row;
  const who = person && `person ${person + 1}`;
  const answer = [...switchesInWords(switches), settings?.words, who, press, happening?.words];
  const ends = [signIn, probe, refresh].map(({ words }) => words);
  return `${unknown} (${answer.filter(Boolean).join(", ")}): ${ends.join(", ")}`;
}

export function switchesInWords(switches: Partial<Switches>): readonly string[] {
  return Object.entries(switches).map(
    ([name, value]) =>
      `${name} ${typeof value === "object" ? Object.values(value).join(" ") : value}`,
  );
}

async function happen({ happening }: Unknown, stage: Stage, walk: Walk): Promise<unknown> {
  return happening?.before === stage ? happening.perform(walk) : undefined;
}

/** From the app's link to the page where the sign-in ends, at the app or at Asana. */
async function signInWith(row: Unknown, walk: Walk): Promise<Seen> {
  const { app, sandbox, browser } = walk;
  const started = await browser.get(app.origin + signInAddress("/"));
  const url = started.headers.location;
  if (url === undefined) return browser.last();
  walk.question = url;
  const { person = 0, press = "Allow" } = row;
  walk.answer = await answerSandbox(browser, { sandbox, url, person, press });
  if (walk.answer === "") return browser.last();
  await happen(row, "answer", walk);
  return browser.look(walk.answer);
}

async function storedBy(
  walk: Walk,
  kept: KeptTokens | undefined,
  firstRefreshToken: string | undefined,
): Promise<Stored> {
  const { attempts: _, ...rows } = await rowCounts(walk.app);
  const mostAttachments = 2; // how the sign-in went, and what the profile read
  const isRight = ([table, count]: [string, number]) =>
    kept ? count <= (table === "attachments" ? mostAttachments : 1) : count === 0;
  if (!Object.entries(rows).every(isRight)) {
    throw new Error(`${kept ? "one session" : "nobody"} and yet ${JSON.stringify(rows)}`);
  }
  if (!kept) return "nothing";
  const { tokens, scope, refreshes } = kept;
  const lifetime = tokens && tokens.accessTokenExpiresAt - tokens.accessTokenReceivedAt;
  const isFirst = tokens?.refreshToken === firstRefreshToken;
  return {
    tokens: tokens ? "kept" : "forgotten",
    scope,
    refreshes,
    refreshToken: tokens?.refreshToken === undefined ? "none" : isFirst ? "the first" : "another",
    minutes: lifetime && lifetime / minute,
  };
}
