import { Router } from "express";
import { revokeRefreshToken } from "../../auth/revocation.ts";
import type { Log } from "../../log.ts";
import { endSession, signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { requireCsrfToken } from "../middleware/csrf.ts";
import { readForm } from "../middleware/form.ts";
import { requireSignIn } from "../middleware/require-sign-in.ts";
import { sessionCookie } from "../middleware/session.ts";

/** Signing out here, which leaves Asana as it is, and disconnecting, which does not. */
export function signOutRoutes({ config, provider }: Dependencies): Router {
  const cookie = sessionCookie(config.isHttps);
  const router = Router();

  /** Tells by the name of a note what became of the access at Asana. */
  async function revoke(refreshToken: string | undefined, log: Log): Promise<string> {
    if (refreshToken === undefined) return "disconnected-nothing-to-revoke";
    const isRevoked = await revokeRefreshToken({ provider, refreshToken, log });
    return isRevoked ? "disconnected" : "disconnected-here-only";
  }

  router
    .route("/auth/logout")
    .post(readForm, requireSignIn("/"), requireCsrfToken, async (request, response) => {
      await endSession(request);
      response.clearCookie(cookie.name, cookie.attributes);
      response.redirect(303, "/?note=signed-out");
    })
    .all(allowMethods("POST"));

  router
    .route("/auth/disconnect")
    .post(readForm, requireSignIn("/profile"), requireCsrfToken, async (request, response) => {
      const { refreshToken } = signedInOf(request).tokens;
      await endSession(request); // first: what Asana does must not keep the tokens here
      response.clearCookie(cookie.name, cookie.attributes);
      response.redirect(303, `/?note=${await revoke(refreshToken, response.locals.log)}`);
    })
    .all(allowMethods("POST"));

  return router;
}
