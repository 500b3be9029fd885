import type { RequestHandler } from "express";
import session from "express-session";
import { sessionCookie } from "../../sessions/cookies.ts";
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
