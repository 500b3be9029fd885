import { randomBytes } from "node:crypto";
import type { Request, Response } from "express";
import { cookieCheckName, describeCookie, signInCookieName } from "../../sessions/cookies.ts";
import { attemptLifetimeMs } from "../../sessions/sign-in-attempts.ts";

/** Reads and gives the cookie that names a browser. */
export interface BrowserCookie {
  /** The id of this browser, given to it now if it has none. Lives as long as an attempt. */
  identify(request: Request, response: Response): string;
  read(request: Request): string | undefined;
  /** Gives the browser a cookie to bring along to the next page, to see whether it keeps any. */
  probe(response: Response): void;
  wasProbed(request: Request): boolean;
}

/**
 * The cookie that binds sign-in attempts to a browser, so that an authorization response is worth
 * nothing in another one (RFC 9700, 4.7). It is not the session: visitors have none.
 */
export function browserCookie(isHttps: boolean): BrowserCookie {
  const id = describeCookie(signInCookieName, { isHttps, maxAgeMs: attemptLifetimeMs });
  const probe = describeCookie(cookieCheckName, { isHttps, maxAgeMs: 60_000 });

  const read = (request: Request) => /^[\w-]{43}$/.exec(cookieValue(request, id.name) ?? "")?.[0];

  return {
    identify(request, response) {
      const browserId = read(request) ?? randomBytes(32).toString("base64url");
      response.cookie(id.name, browserId, id.attributes);
      return browserId;
    },
    read,
    probe: (response) => {
      response.cookie(probe.name, "1", probe.attributes);
    },
    wasProbed: (request) => cookieValue(request, probe.name) === "1",
  };
}

/** Our cookies' values need no decoding. */
function cookieValue(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
  return pairs.find(([key]) => key === name)?.[1];
}
