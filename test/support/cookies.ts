import { describeCookie, sessionCookieName, signInCookieName } from "../../src/sessions/cookies.ts";
import { aBrowser, type Browser } from "./browser.ts";

/** The names of the app's cookies, as a browser meets them. */
export function cookieNames({ isHttps = false } = {}) {
  const nameOf = (baseName: string) => describeCookie(baseName, { isHttps, maxAgeMs: 0 }).name;
  return { session: nameOf(sessionCookieName), signIn: nameOf(signInCookieName) };
}

/** The cookie that holds a browser's session. Throws when it has none: a test may not go on empty. */
export function sessionCookieOf(browser: Browser): string {
  return cookieOf(browser, cookieNames().session);
}

/** The cookie that binds sign-ins to a browser. Throws when it has none. */
export function signInCookieOf(browser: Browser): string {
  return cookieOf(browser, cookieNames().signIn);
}

/** Another browser, to which somebody has carried these cookies. */
export function aBrowserWith(cookies: { readonly session?: string; readonly signIn?: string }) {
  const browser = aBrowser();
  const { session, signIn } = cookieNames();
  if (cookies.session !== undefined) browser.setCookie(session, cookies.session);
  if (cookies.signIn !== undefined) browser.setCookie(signIn, cookies.signIn);
  return browser;
}

function cookieOf(browser: Browser, name: string): string {
  const value = browser.cookies()[name];
  if (!value) throw new Error(`the browser has no cookie "${name}"`);
  return value;
}
