import { type Response, Router } from "express";
import { revokeRefreshToken } from "../../auth/revocation.ts";
import type { Log } from "../../log.ts";
import { endSession, signedInOf } from "../../sessions/current-session.ts";
import { startPageTime } from "../asana-calls/page-time.ts";
import type { Dependencies } from "../dependencies.ts";
import { receiveForm } from "../forms/receive-form.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { sessionCookie } from "../middleware/session.ts";

/** Signing out here, which leaves Asana as it is, and disconnecting, which does not. */
export function signOutRoutes(dependencies: Dependencies): Router {
  const { config, provider, sessions, background, pageTimeMs } = dependencies;
  const cookie = sessionCookie(config.isHttps);
  const router = Router();

  function leave(response: Response, note: string): void {
    response.clearCookie(cookie.name, cookie.attributes);
    response.redirect(303, `/?${new URLSearchParams({ note })}`);
  }

  /** Tells by the name of a note what became of the access at Asana. */
  async function revokeAll(refreshTokens: readonly string[], log: Log): Promise<string> {
    if (refreshTokens.length === 0) return "disconnected-nothing-to-revoke";
    const answers = revokeEach(refreshTokens, (refreshToken) =>
      revokeRefreshToken({ provider, refreshToken, log }),
    );
    background.add(answers);
    const areRevoked = await startPageTime(pageTimeMs)
      .within(answers, () => new Error("Asana did not confirm in time"))
      .catch(() => [false]); // what is not confirmed is told as such
    return areRevoked.every(Boolean) ? "disconnected" : "disconnected-here-only";
  }

  router
    .route("/auth/logout")
    .post(...receiveForm, async (request, response) => {
      await endSession(request);
      leave(response, "signed-out");
    })
    .all(allowMethods("POST"));

  router
    .route("/auth/logout-everywhere")
    .post(...receiveForm, async (request, response) => {
      sessions.ofPerson.endAll(sessions.personIds(signedInOf(request)));
      await endSession(request);
      leave(response, "signed-out-everywhere");
    })
    .all(allowMethods("POST"));

  router
    .route("/auth/disconnect")
    .post(...receiveForm, async (request, response) => {
      const person = sessions.personIds(signedInOf(request));
      // First: what Asana does must not keep the tokens here.
      const note = revokeAll(sessions.endWithTokens(person), response.locals.log);
      await endSession(request);
      leave(response, await note);
    })
    .all(allowMethods("POST"));

  return router;
}

/** Five at a time: one person may have many, and Asana limits how much is under way. */
async function revokeEach(
  refreshTokens: readonly string[],
  revoke: (refreshToken: string) => Promise<boolean>,
): Promise<boolean[]> {
  const waiting = [...refreshTokens];
  const areRevoked: boolean[] = [];
  while (waiting.length > 0) {
    areRevoked.push(...(await Promise.all(waiting.splice(0, 5).map(revoke))));
  }
  return areRevoked;
}
