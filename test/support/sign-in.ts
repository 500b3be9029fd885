import type { Sandbox, SandboxOptions } from "../../sandbox/sandbox.ts";
import { type AppOptions, type RunningApp, startApp } from "./app.ts";
import { aBrowser, type Browser } from "./browser.ts";
import { aSandbox } from "./sandbox-client.ts";

/** A sandbox, an app that signs in there, and a browser that has been to neither. */
export async function aSetUp(
  options: Partial<AppOptions> & { readonly sandbox?: SandboxOptions } = {},
): Promise<{ sandbox: Sandbox; app: RunningApp; browser: Browser }> {
  const sandbox = await aSandbox(options.sandbox);
  const app = await startApp({
    ...options,
    settings: { ...sandbox.settings, ...options.settings },
  });
  return { sandbox, app, browser: aBrowser() };
}

/** Goes from the app's sign-in link to where the sandbox sends the browser back to: the callback. */
export async function authorize(
  browser: Browser,
  { app, sandbox }: { app: RunningApp; sandbox: Sandbox },
  options: { readonly person?: number; readonly returnTo?: string; readonly press?: string } = {},
): Promise<string> {
  const { person = 0, returnTo, press = "Allow" } = options;
  const query = returnTo === undefined ? "" : `?${new URLSearchParams({ returnTo })}`;
  const started = await browser.get(`${app.origin}/auth/login${query}`);
  return answerSandbox(browser, { sandbox, person, press, url: started.headers.location ?? "" });
}

/** Answers the sandbox's pages; returns the redirect URI with the authorization response. */
export async function answerSandbox(
  browser: Browser,
  options: { sandbox: Sandbox; url: string; person?: number; press?: string },
): Promise<string> {
  const { sandbox, person = 0, press = "Allow" } = options;
  let url = options.url;
  let answer = await browser.get(url);
  if (answer.status === 200 && answer.text.includes('name="person"')) {
    const chosen = sandbox.people[person]?.gid ?? "";
    const action = /action="([^"]*)"/.exec(answer.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const signedIn = await browser.post(new URL(action, url).href, { person: chosen });
    url = new URL(signedIn.headers.location ?? "", url).href;
    answer = await browser.get(url);
  }
  if (answer.status === 200) answer = await browser.press(Object.assign(answer, { url }), press);
  return answer.headers.location ?? "";
}

/** The whole sign-in; returns the callback's answer. */
export async function signIn(
  browser: Browser,
  setUp: { app: RunningApp; sandbox: Sandbox },
  options: { readonly person?: number; readonly returnTo?: string } = {},
) {
  return browser.get(await authorize(browser, setUp, options));
}
