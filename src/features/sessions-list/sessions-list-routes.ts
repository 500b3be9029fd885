import { Router } from "express";
import { endSession, signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { receiveForm } from "../../web/forms/receive-form.ts";
import { type Page, pageView } from "../../web/page/show.ts";
import { fromNow, inWords } from "../../web/page/times.ts";
import { leave } from "../../web/sign-in/leave.ts";

interface SessionsPage extends Page {
  readonly sessions: readonly {
    readonly id: string;
    readonly device: string;
    readonly address: string;
    readonly started: string;
    readonly lastSeen: string;
    readonly isThisOne: boolean;
  }[];
  readonly asanaAddress: string;
}

const show = pageView<SessionsPage>("sessions-list/sessions-list");

/** `GET /sessions`: where you are signed in, and the buttons that end it. */
export function sessionsListRoutes({ config, sessions, now }: Dependencies): Router {
  const router = Router();

  router.get("/sessions", async (request, response) => {
    const person = sessions.personIds(signedInOf(request));
    const thisOne = sessions.ofPerson.idOf(request.sessionID);
    const all = await sessions.ofPerson.list(person);
    show(response, {
      title: "Where you are signed in",
      sessions: all
        .map((session) => ({ ...session, isThisOne: session.id === thisOne }))
        .sort((one, other) => Number(other.isThisOne) - Number(one.isThisOne))
        .map(({ startedAt, lastSeenAt, ...session }) => ({
          ...session,
          started: inWords(startedAt),
          lastSeen: fromNow(session.isThisOne ? now() : lastSeenAt, now()),
        })),
      asanaAddress: new URL(config.asana.issuer).origin,
    });
  });

  router.post("/sessions/end", ...receiveForm, async (request, response) => {
    const person = sessions.personIds(signedInOf(request));
    await sessions.ofPerson.end(person, String(request.body.id ?? ""));
    response.redirect(303, "/sessions"); // the gate leads a person who ended this session on to the landing page
  });

  router.post("/auth/logout-everywhere", ...receiveForm, async (request, response) => {
    await sessions.ofPerson.endAll(sessions.personIds(signedInOf(request)));
    await endSession(request);
    leave(response, config, "signed-out-everywhere");
  });

  return router;
}
