import type { Browser } from "./browser.ts";

/** The session id within a browser's signed cookie, `s:ID.SIGNATURE`, percent-encoded. */
export function sessionIdOf(browser: Browser): string {
  return /^s%3A([^.]+)\./.exec(browser.cookies().session ?? "")?.[1] ?? "";
}
