import { Router } from "express";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { receiveForm } from "../../web/forms/receive-form.ts";
import { allowMethods } from "../../web/middleware/allow-methods.ts";
import { render } from "../../web/page/page-models.ts";
import { fromNow, inWords } from "../../web/page/times.ts";

/** `GET /sessions`: where you are signed in, and the buttons that end it. */
export function sessionsRoutes({ config, sessions, now }: Dependencies): Router {
  const router = Router();

  router
    .route("/sessions")
    .get((request, response) => {
      const person = sessions.personIds(signedInOf(request));
      const thisOne = sessions.ofPerson.idOf(request.sessionID);
      render(response, "sessions-list/sessions-list", {
        title: "Where you are signed in",
        sessions: sessions.ofPerson
          .list(person)
          .map((session) => ({ ...session, isThisOne: session.id === thisOne }))
          .sort((one, other) => Number(other.isThisOne) - Number(one.isThisOne))
          .map(({ startedAt, lastSeenAt, ...session }) => ({
            ...session,
            started: inWords(startedAt),
            lastSeen: fromNow(session.isThisOne ? now() : lastSeenAt, now()),
          })),
        asanaAddress: new URL(config.asana.issuer).origin,
      });
    })
    .all(allowMethods("GET", "HEAD"));

  router
    .route("/sessions/end")
    .post(...receiveForm, (request, response) => {
      const person = sessions.personIds(signedInOf(request));
      sessions.ofPerson.end(person, String(request.body.id ?? ""));
      response.redirect(303, "/sessions"); // of one's own, that is the landing page
    })
    .all(allowMethods("POST"));

  return router;
}
