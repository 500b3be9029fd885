import type { RequestHandler } from "express";
import session from "express-session";
import { describeCookie, sessionCookieName } from "../../sessions/cookies.ts";
import { sessionLifetime } from "../../sessions/session-lifetime.ts";
import type { Sessions } from "../../sessions/sessions.ts";

/**
 * The session of a signed-in person. Visitors have none: no cookie, no row. The cookie lives as long
 * as a session can; the store ends an idle session earlier.
 */
export function sessionMiddleware(options: {
  readonly sessions: Sessions;
  readonly isHttps: boolean;
}): RequestHandler {
  const cookie = sessionCookie(options.isHttps);
  return session({
    store: options.sessions.store,
    secret: [...options.sessions.cookieKeys],
    name: cookie.name,
    cookie: cookie.attributes,
    resave: false,
    saveUninitialized: false,
  });
}

/** The name and the attributes of the session's cookie. */
export function sessionCookie(isHttps: boolean) {
  return describeCookie(sessionCookieName, { isHttps, maxAgeMs: sessionLifetime.absoluteMs });
}
