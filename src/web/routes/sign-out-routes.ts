import { Router } from "express";
import { revokeRefreshToken } from "../../auth/revocation.ts";
import { inParallel } from "../../limits/parallel.ts";
import { waitAtMost } from "../../limits/time-limit.ts";
import { endSession, signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Pages } from "../feature.ts";
import { receiveForm } from "../forms/receive-form.ts";
import { leave } from "../sign-in/leave.ts";
import { action } from "../who-may/row.ts";

/** Signing out ends the session here. Disconnecting ends the app's access at Asana as well. */
export const signOutPages: Pages = {
  rows: [
    action("/auth/logout", "signed-in", "/"),
    action("/auth/disconnect", "signed-in", "/profile"),
  ],
  routes(dependencies) {
    const { config, sessions } = dependencies;
    const router = Router();
    router.post("/auth/logout", ...receiveForm, async (request, response) => {
      await endSession(request);
      leave(response, config, "signed-out");
    });
    router.post("/auth/disconnect", ...receiveForm, async (request, response) => {
      const person = sessions.personIds(signedInOf(request));
      // First: the tokens must go here even if Asana does not answer.
      const refreshTokens = await sessions.endWithTokens(person);
      const note = revokeAll(refreshTokens, { ...dependencies, log: response.locals.log });
      await endSession(request);
      leave(response, config, await note);
    });
    return router;
  },
};

/** Revokes at Asana, within a page's time; gives the name of the note that says the result. */
async function revokeAll(
  refreshTokens: readonly string[],
  { provider, background, pageTimeMs, log }: Dependencies,
): Promise<string> {
  if (refreshTokens.length === 0) return "disconnected-nothing-to-revoke";
  const answers = inParallel(refreshTokens, tokensAtOnce, (refreshToken) =>
    revokeRefreshToken({ provider, refreshToken, log }),
  );
  background.add(answers);
  const areRevoked = await waitAtMost(pageTimeMs(), answers);
  return areRevoked?.every(Boolean) ? "disconnected" : "disconnected-here-only";
}

const tokensAtOnce = 5; // one person may have many, and Asana limits the calls under way
