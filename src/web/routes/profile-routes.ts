import { type Request, type Response, Router } from "express";
import { rememberAccount, signedInOf } from "../../sessions/current-session.ts";
import type { Account } from "../../sessions/session.ts";
import { asanaAccess } from "../asana-calls/asana-as-person.ts";
import type { Dependencies } from "../dependencies.ts";
import { receiveForm } from "../forms/receive-form.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { notAllowedNote } from "../page/not-allowed-note.ts";
import { render } from "../page/page-models.ts";
import { readAccount } from "../profile/account.ts";
import { profilePage } from "../profile/profile-page.ts";

/** `GET /profile`: who Asana says you are, and what this app may do for you. */
export function profileRoutes(dependencies: Dependencies): Router {
  const { sessions, now } = dependencies;
  const router = Router();

  async function readAndRemember(request: Request, response: Response): Promise<Account> {
    const account = await readAccount(asanaAccess(request, response, dependencies), now);
    const isWhole = account.access === "active" && account.workspacesProblem !== "asana-failed";
    if (isWhole) await rememberAccount(request, account); // a failure is over the next time
    return account;
  }

  router
    .route("/profile")
    .get(async (request, response) => {
      const signedIn = signedInOf(request);
      const account = signedIn.account ?? (await readAndRemember(request, response));
      const kept = sessions.tokens.read(request.sessionID);
      const note = notAllowedNote(request);
      render(response, "profile", profilePage({ ...signedIn, account, kept, note }, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));

  router
    .route("/profile/read-again")
    .post(...receiveForm, async (request, response) => {
      await readAndRemember(request, response);
      response.redirect(303, "/profile");
    })
    .all(allowMethods("POST"));

  return router;
}
