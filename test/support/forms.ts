import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { AppOptions } from "./app.ts";
import type { Browser } from "./browser.ts";
import { allScopes, api } from "./sandbox-client.ts";
import { aSetUp, signIn } from "./sign-in.ts";
import { watchedCalls } from "./watched-calls.ts";

export type OpenPage = Awaited<ReturnType<Browser["open"]>>;

/** Somebody who is signed in, with every permission that pages and forms need. */
export async function aFormSetUp(
  options: Parameters<typeof aSetUp>[0] = {},
  { person = 0 }: { readonly person?: number } = {},
) {
  const settings: AppOptions["settings"] = { ASANA_SCOPES: allScopes, ...options.settings };
  const calls = watchedCalls();
  const features = [...(options.features ?? []), calls.feature];
  const setUp = await aSetUp({ ...options, settings, features });
  await signIn(setUp.browser, setUp, { person });
  const { app, sandbox, browser } = setUp;
  return {
    ...setUp,
    /** Opens a page of the app. */
    open: (path: string): Promise<OpenPage> => browser.open(app.origin + path),
    /** Asks the sandbox as the person who signed in. */
    ask: (call: string) => api(sandbox, lastAccessToken(sandbox), call),
    changes: changesTo(sandbox),
    calls,
  };
}

/** Fills in a form, presses its button, and goes where that leads. */
export async function submit(
  browser: Browser,
  page: OpenPage,
  button: string,
  typed: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly location: string; readonly after: OpenPage }> {
  const { status, headers } = await browser.press(page, button, typed);
  const { location = "" } = headers;
  const after = await browser.open(new URL(location, page.url).href);
  return { status, location, after };
}

/** Tells the calls that are to change something and arrive at a sandbox from now on. */
export function changesTo(sandbox: Sandbox): () => string[] {
  const before = sandbox.requests.length;
  return () =>
    sandbox.requests
      .slice(before)
      .filter(({ method, path }) => method !== "GET" && path.startsWith("/api/1.0/"))
      .map(({ method, path }) => `${method} ${path.slice("/api/1.0".length)}`);
}

export function lastAccessToken({ secrets }: Sandbox): string {
  return secrets.findLast(({ kind }) => kind === "access")?.value ?? "";
}
