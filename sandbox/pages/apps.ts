import express, { type Request, type Response, Router } from "express";
import { tellOfPerson } from "../audit-log.ts";
import { type AuthorizedApp, authorizedApps, deauthorize } from "../authorizations.ts";
import { findClient } from "../clients.ts";
import { findPerson, type Person, people } from "../people.ts";
import type { Provider } from "../provider/provider.ts";
import type { Client } from "../state.ts";
import { refuseCrossSite } from "./cross-site.ts";
import { type AppsModel, render } from "./render.ts";
import { describeScope } from "./scope-words.ts";
import { signedInPerson, startSignIn } from "./sign-in.ts";

const path = "/apps";

/** Where people take access back, as in Asana's profile settings, "Apps". */
export function appsPages({ origin, state, auditLog, now }: AppsParts): Router {
  const router = Router();
  const form = [refuseCrossSite(origin), express.urlencoded({ extended: false, limit: "8kb" })];

  router.get(path, (req, res) => {
    const person = signedInPerson(state, req);
    const apps = person ? authorizedApps(state, person.gid) : [];
    const model: AppsModel = {
      title: "Apps that have access",
      person,
      people,
      action: `${path}?person=${person?.gid ?? ""}`,
      notice: noticeFor(findClient(state, req.query.deauthorized), apps),
      apps: apps.map(({ client, scopes, since }) => ({
        id: client.id,
        name: client.name,
        since: since === undefined ? "" : `It has had access since ${inWords(since)}.`,
        permissions: scopes.map((scope) => ({ scope, words: describeScope(scope) })),
      })),
    };
    render(res, "apps", model);
  });

  /** The form names its person: another tab may have signed in somebody else when it comes. */
  router.post(path, form, (req: Request, res: Response) => {
    const person = signedInPerson(state, req);
    const client = findClient(state, req.body?.app);
    if (!person || !client || person.gid !== req.query.person) {
      res.redirect(303, path);
      return;
    }
    deauthorize(state, { userGid: person.gid, clientId: client.id });
    tell("user_app_revoked", person);
    res.redirect(303, `${path}?deauthorized=${client.id}`);
  });

  router.post(`${path}/sign-in`, form, (req: Request, res: Response) => {
    const person = findPerson(req.body?.person);
    if (person) {
      startSignIn(state, person, req, res);
      tell("user_login_succeeded", person);
    }
    res.redirect(303, path);
  });

  return router;

  function tell(type: string, { gid }: Person): void {
    tellOfPerson(auditLog, { type, gid, at: now() });
  }
}

type AppsParts = Pick<Provider, "origin" | "state" | "auditLog" | "now">;

/** Nothing when the app has access again by the time that the page is reloaded. */
function noticeFor(client: Client | undefined, apps: readonly AuthorizedApp[]): string | undefined {
  const isGone = client && !apps.some((app) => app.client.id === client.id);
  return isGone ? `${client.name} has no access any more, and has to ask again.` : undefined;
}

function inWords(time: number): string {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat("en-GB", format).format(time)} UTC`;
}
