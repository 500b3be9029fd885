import type { FaultKind } from "../../sandbox/fault-rules.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { type RunningApp, startApp } from "./app.ts";
import type { Browser } from "./browser.ts";
import { aClock, minute, second } from "./clock.ts";
import { probePath } from "./probe.ts";
import { allScopes, aSandbox } from "./sandbox-client.ts";
import { authorize, signIn } from "./sign-in.ts";
import { aWatchedBrowser, type WatchedBrowser } from "./watched-browser.ts";

export interface FaultyAsana {
  readonly app: RunningApp;
  readonly sandbox: Sandbox;
  readonly sandboxes: readonly Sandbox[];
  readonly browser: WatchedBrowser;
  readonly clock: ReturnType<typeof aClock>;
}

type OpenPage = Awaited<ReturnType<Browser["open"]>>;

/** Where somebody is when Asana fails them. */
export interface Circumstance {
  readonly words: string;
  readonly target: Omit<Extract<Switches["fail"], object>, "kind" | "times">;
  /** Goes there while all is well. */
  begin(asana: FaultyAsana): Promise<OpenPage>;
  /** Does what meets the fault. */
  meet(asana: FaultyAsana, page: OpenPage): Promise<OpenPage>;
  /** The first thing that they do when it is over. */
  again(asana: FaultyAsana, page: OpenPage): Promise<OpenPage>;
}

/** An app with all permissions, at a sandbox of its own, both with a clock that is moved. */
export async function aFaultyAsana(options: { pageTimeMs?: number } = {}): Promise<FaultyAsana> {
  const clock = aClock();
  const sandbox = await aSandbox({ now: clock.now });
  const app = await startApp({
    settings: { ...sandbox.settings, ASANA_SCOPES: allScopes },
    now: clock.now,
    ...options,
  });
  return { app, sandbox, sandboxes: [sandbox], browser: aWatchedBrowser(), clock };
}

/** Turns a fault on, and off again with undefined. */
export function setFault(
  { sandbox }: FaultyAsana,
  { target }: Circumstance,
  kind: FaultKind | undefined,
): void {
  sandbox.setSwitches({ fail: kind === undefined ? "off" : { ...target, kind, times: 100 } });
}

const atTheStart = ({ app, browser }: FaultyAsana) => browser.open(`${app.origin}/`);
const signInOnce = async (asana: FaultyAsana) =>
  asana.browser.open(await authorize(asana.browser, asana));
/** What opens a page of the app. */
export const open =
  (path: string) =>
  ({ app, browser }: FaultyAsana) =>
    browser.open(app.origin + path);

/** What signs the first person in and opens a page. */
export function signedInAt(path: string) {
  return async (asana: FaultyAsana) => {
    await signIn(asana.browser, asana);
    return open(path)(asana);
  };
}

/** What fills in a form, presses its button and goes where it leads. */
export function pressing(button: string, typed: Readonly<Record<string, string>> = {}) {
  return async ({ browser }: FaultyAsana, page: OpenPage) => {
    const answer = await browser.press(page, button, typed);
    return browser.open(new URL(answer.headers.location ?? "", page.url).href);
  };
}

/** One for each thing that the core asks of Asana; a page and its form are the probe's. */
export const circumstances = {
  discovery: {
    words: "the discovery document",
    target: { endpoint: "discovery" },
    begin: atTheStart,
    meet: open("/auth/login"),
    async again(asana) {
      asana.clock.move(10 * second);
      return signInOnce(asana);
    },
  },
  signIn: {
    words: "the code exchange",
    target: { endpoint: "token" },
    begin: atTheStart,
    meet: signInOnce,
    again: signInOnce,
  },
  keys: {
    words: "the signing keys",
    target: { endpoint: "jwks" },
    begin: atTheStart,
    meet: signInOnce,
    again: signInOnce,
  },
  userInfo: {
    words: "UserInfo",
    target: { endpoint: "userinfo" },
    begin: atTheStart,
    meet: signInOnce,
    again: signInOnce,
  },
  refresh: {
    words: "the refresh",
    target: { endpoint: "token" },
    async begin(asana) {
      const page = await signedInAt(probePath)(asana);
      asana.clock.move(61 * minute);
      return page;
    },
    meet: open(probePath),
    again: open(probePath),
  },
  introspection: {
    words: "introspection",
    target: { endpoint: "token_info" },
    begin: async (asana) => {
      await signIn(asana.browser, asana, { returnTo: "/" });
      return atTheStart(asana);
    },
    meet: open("/profile"),
    again: pressing("Read again"),
  },
  oneThing: {
    words: "one thing",
    target: { endpoint: "rest", path: "/workspaces" },
    begin: signedInAt("/"),
    meet: open(probePath),
    again: open(probePath),
  },
  write: {
    words: "a change",
    target: { endpoint: "rest", method: "POST" },
    begin: signedInAt(probePath),
    meet: pressing("Send", { name: "Water the plants" }),
    again: pressing("Send"), // as the page shows it again
  },
  revocation: {
    words: "the revocation",
    target: { endpoint: "revoke" },
    begin: signedInAt("/profile"),
    meet: pressing("Disconnect"),
    async again(asana) {
      return pressing("Disconnect")(asana, await signInOnce(asana));
    },
  },
} as const satisfies Record<string, Circumstance>;
