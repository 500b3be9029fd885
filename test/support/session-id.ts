import type { Browser } from "./browser.ts";
import { cookieNames, sessionCookieOf } from "./cookies.ts";

/** The session id within a browser's signed cookie, `s:ID.SIGNATURE`, percent-encoded. */
export function sessionIdOf(browser: Browser): string {
  const id = /^s%3A([^.]+)\./.exec(sessionCookieOf(browser))?.[1];
  if (!id) throw new Error("the session's cookie is not signed");
  return id;
}

/** The same, for a browser in which nobody may be signed in. */
export function sessionIdIfAny(browser: Browser): string | undefined {
  return cookieNames().session in browser.cookies() ? sessionIdOf(browser) : undefined;
}
