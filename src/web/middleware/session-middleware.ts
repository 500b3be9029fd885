import type { RequestHandler } from "express";
import session from "express-session";
import { describeCookie, sessionCookieName } from "../../sessions/cookies.ts";
import { sessionLifetime } from "../../sessions/session-lifetime.ts";
import type { Sessions } from "../../sessions/sessions.ts";

/**
 * The session of a signed-in person. Visitors have none: no cookie, no row. The cookie lives as long
 * as a session can; the store ends an idle session earlier.
 */
export function sessionMiddleware(sessions: Sessions, isHttps: boolean): RequestHandler {
  const cookie = sessionCookie(isHttps);
  return session({
    store: sessions.store,
    secret: [...sessions.cookieKeys],
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
