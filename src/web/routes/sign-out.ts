import { Router } from "express";
import { revokeRefreshToken } from "../../auth/revocation.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { requireCsrfToken } from "../middleware/csrf.ts";
import { readForm } from "../middleware/form.ts";
import { requireSignIn, signedInOf } from "../middleware/require-sign-in.ts";
import { sessionCookie } from "../middleware/session.ts";
import { endSession } from "../session-start.ts";

/** Signing out here, which leaves Asana as it is, and disconnecting, which does not. */
export function signOutRoutes({ config, log, provider }: Dependencies): Router {
  const cookie = sessionCookie(config.isHttps);
  const { maxAge: _, ...cookieAttributes } = cookie.attributes;
  const router = Router();

  router
    .route("/auth/logout")
    .post(readForm, requireSignIn("/"), requireCsrfToken, async (request, response) => {
      await endSession(request);
      response.clearCookie(cookie.name, cookieAttributes);
      response.redirect(303, "/?note=signed-out");
    })
    .all(allowMethods("POST"));

  router
    .route("/auth/disconnect")
    .post(readForm, requireSignIn("/profile"), requireCsrfToken, async (request, response) => {
      const { refreshToken } = signedInOf(request).tokens;
      await endSession(request); // first: what Asana does must not keep the tokens here
      response.clearCookie(cookie.name, cookieAttributes);
      // Without a refresh token nothing at Asana can be revoked; the access token runs out.
      const isRevoked =
        refreshToken !== undefined && (await revokeRefreshToken({ provider, refreshToken, log }));
      response.redirect(303, `/?note=${isRevoked ? "disconnected" : "disconnected-here-only"}`);
    })
    .all(allowMethods("POST"));

  return router;
}
