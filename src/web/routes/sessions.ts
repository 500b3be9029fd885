import { Router } from "express";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { receiveForm } from "../middleware/form.ts";
import { render } from "../pages.ts";
import { fromNow, inWords } from "../times.ts";

/** `GET /sessions`: where you are signed in, and the buttons that end it. */
export function sessionsRoutes({ config, sessions, now }: Dependencies): Router {
  const router = Router();

  router
    .route("/sessions")
    .get((request, response) => {
      const person = sessions.personIds(signedInOf(request));
      const thisOne = sessions.ofPerson.idOf(request.sessionID);
      render(response, "sessions", {
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
