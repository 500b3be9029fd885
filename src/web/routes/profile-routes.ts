import { Router } from "express";
import { signedInOf } from "../../sessions/current-session.ts";
import { asanaAsPerson } from "../asana-calls/asana-as-person.ts";
import { unlessStoreFails } from "../errors/unless-store-fails.ts";
import type { Feature, PageRequest, Pages } from "../feature.ts";
import { receiveForm } from "../forms/receive-form.ts";
import { pageView } from "../page/show.ts";
import { type Account, accountReading, readAccount } from "../profile/account.ts";
import { type ProfilePage, profilePage } from "../profile/profile-page.ts";
import { notAllowedNote } from "../sign-in/after-no.ts";
import { action, page } from "../who-may/row.ts";

const show = pageView<ProfilePage>("profile");

/** `GET /profile`: who Asana says you are, and what this app may do for you. */
export function profilePages(features: readonly Feature[]): Pages {
  const links = features.flatMap(({ profileLink }) => profileLink ?? []);
  return {
    rows: [page("/profile", "signed-in"), action("/profile/read-again", "signed-in", "/profile")],
    routes(dependencies) {
      const { sessions } = dependencies;
      const router = Router();
      router.get("/profile", async (request, response) => {
        const signedIn = signedInOf(request);
        const read = sessions.readWith(request.session);
        const remembered = read.attachment(accountReading);
        const account = remembered ?? (await readAndRemember({ request, response, dependencies }));
        // Reading the account may have refreshed the tokens.
        const kept = remembered ? read.tokens() : await sessions.tokens.read(request.sessionID);
        const note = notAllowedNote(request);
        show(response, profilePage({ ...signedIn, account, kept, note, links }, dependencies));
      });
      router.post("/profile/read-again", ...receiveForm, async (request, response) => {
        await readAndRemember({ request, response, dependencies });
        response.redirect(303, "/profile");
      });
      return router;
    },
  };
}

/** A failed reading is not kept: the next one may succeed. */
async function readAndRemember(about: PageRequest): Promise<Account> {
  const { request, response, dependencies } = about;
  const { sessions, now } = dependencies;
  const account = await readAccount(asanaAsPerson(request, response, dependencies), now);
  const isWhole = account.access === "active" && account.workspacesProblem !== "asana-failed";
  if (isWhole) {
    await sessions.attachments
      .put(request.sessionID, accountReading, account)
      .catch(unlessStoreFails(response.locals.log)); // then it is read again the next time
  }
  return account;
}
