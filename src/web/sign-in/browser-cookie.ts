import { randomBytes } from "node:crypto";
import type { Request, Response } from "express";
import { cookieCheckName, describeCookie, signInCookieName } from "../../sessions/cookies.ts";
import { attemptLifetimeMs } from "../../sessions/sign-in-attempts.ts";

/** Knows a browser by its cookie. */
export type BrowserCookie = ReturnType<typeof browserCookie>;

/**
 * The cookie that binds sign-in attempts to a browser: in another browser an authorization response
 * is worth nothing (RFC 9700, 4.7). It is not the session's cookie.
 */
export function browserCookie(isHttps: boolean) {
  const id = describeCookie(signInCookieName, { isHttps, maxAgeMs: attemptLifetimeMs });
  const probe = describeCookie(cookieCheckName, { isHttps, maxAgeMs: 60_000 });

  const read = (request: Request) => /^[\w-]{43}$/.exec(cookieValue(request, id.name) ?? "")?.[0];

  return {
    /** The id of this browser, a new one if it has none. Lives as long as an attempt. */
    identify(request: Request, response: Response): string {
      const browserId = read(request) ?? randomBytes(32).toString("base64url");
      response.cookie(id.name, browserId, id.attributes);
      return browserId;
    },
    read,
    /** Sends a cookie that the next page looks for, to see whether the browser keeps any. */
    probe: (response: Response) => void response.cookie(probe.name, "1", probe.attributes),
    wasProbed: (request: Request) => cookieValue(request, probe.name) === "1",
  };
}

/** Our cookies' values need no decoding. */
function cookieValue(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
  return pairs.find(([key]) => key === name)?.[1];
}
