import express, { type ErrorRequestHandler, type Request, type Response, Router } from "express";
import { tellOfPerson } from "../audit-log.ts";
import { type Authorization, findConsent, rememberConsent } from "../authorizations.ts";
import { reachableWorkspaces } from "../clients.ts";
import { findPerson, type Person, people } from "../people.ts";
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
} from "../provider/authorization-request.ts";
import { allow, responseUrl } from "../provider/authorization-response.ts";
import { OAuthError, refuseUnless, textsOf } from "../provider/oauth-error.ts";
import { type Provider, paths } from "../provider/provider.ts";
import { queryOf } from "../query.ts";
import type { ReachableWorkspaces } from "../state.ts";
import type { Switches } from "../switches.ts";
import { refuseCrossSite } from "./cross-site.ts";
import { render } from "./render.ts";
import { describeScope } from "./scope-words.ts";
import { endSignIn, signedInPerson, startSignIn } from "./sign-in.ts";

/** Names the workspaces that a person may open to an app. */
export type WorkspacesOf = (userGid: string) => readonly { gid: string; name: string }[];

/**
 * The pages between the app and its answer. The authorization request stays in the query from page
 * to page, so that every page can be reloaded and nothing of it is kept here.
 */
export function authorizationPages(provider: Provider, workspacesOf: WorkspacesOf): Router {
  const { state, switches } = provider;
  const router = Router();
  const form = [
    refuseCrossSite(provider.origin),
    express.urlencoded({ extended: false, limit: "8kb" }),
  ];

  router.get(paths.authorize, async (req, res) => {
    const request = readAuthorizationRequest(queryOf(req), provider);
    const person = signedInPerson(state, req);
    const remembered =
      person && findConsent(state, authorizationOf(person, request), request.scopes);
    if (!person) {
      showSignIn(req, res, request);
    } else if (remembered && switches.consent === "remember") {
      const workspaces = availableTo(person, request, remembered.workspaces);
      res.redirect(302, await allow(provider, request, { userGid: person.gid, workspaces }));
    } else {
      availableTo(person, request, "all");
      showConsent(req, res, request, person);
    }
  });

  router.post("/sandbox/sign-in", form, (req: Request, res: Response) => {
    const person = findPerson(req.body?.person);
    if (person) {
      startSignIn(state, person, req, res);
      tell("user_login_succeeded", person);
    }
    res.redirect(303, back(req));
  });

  router.get("/sandbox/use-another-person", (req, res) => {
    endSignIn(state, req, res);
    res.redirect(303, back(req));
  });

  router.post("/sandbox/consent", form, async (req: Request, res: Response) => {
    const request = readAuthorizationRequest(queryOf(req), provider);
    const person = signedInPerson(state, req);
    if (req.body?.decision === "deny") {
      const answer = errorAnswer(switches, switches.denyError, "The person denied access.");
      res.redirect(303, responseUrl(request.target, answer));
    } else if (!person) {
      res.redirect(303, back(req));
    } else if (req.body?.decision !== "allow" || person.gid !== req.query.person) {
      showConsent(req, res, request, person);
    } else {
      const picked = [req.body.workspace ?? []].flat();
      const chosen: ReachableWorkspaces = switches.workspaces === "pick" ? picked : "all";
      const workspaces = availableTo(person, request, chosen);
      const consent = { scopes: request.scopes, workspaces, givenAt: provider.now() };
      rememberConsent(state, authorizationOf(person, request), consent);
      tell("user_app_authorized", person);
      res.redirect(303, await allow(provider, request, { userGid: person.gid, workspaces }));
    }
  });

  router.use(answerRefusal(switches));
  return router;

  /** @throws OAuthError when the app is available in none of the person's workspaces */
  function availableTo(
    person: Person,
    { client }: AuthorizationRequest,
    chosen: ReachableWorkspaces,
  ): ReachableWorkspaces {
    const own = workspacesOf(person.gid).map(({ gid }) => gid);
    const reachable = reachableWorkspaces(client, { own, chosen });
    const text = "This app is not available to your Asana workspace or organization";
    refuseUnless(reachable, text, "");
    return reachable;
  }

  function tell(type: string, { gid }: Person): void {
    tellOfPerson(provider.auditLog, { type, gid, at: provider.now() });
  }

  function showSignIn(req: Request, res: Response, { client, target }: AuthorizationRequest): void {
    const action = `/sandbox/sign-in?${queryOf(req)}`;
    const model = { title: "Sign in", appName: client.name, action, people };
    render(res, "sign-in", model, target.redirectUri);
  }

  /** The form names its person: another tab may have signed in somebody else when it comes back. */
  function showConsent(
    req: Request,
    res: Response,
    { client, scopes, target }: AuthorizationRequest,
    person: Person,
  ): void {
    const query = new URLSearchParams(queryOf(req));
    query.set("person", person.gid);
    const model = {
      title: "Allow access",
      appName: client.name,
      person,
      permissions: scopes.map((scope) => ({ scope, words: describeScope(scope) })),
      workspaces: switches.workspaces === "pick" ? workspacesOf(person.gid) : [],
      redirectUri: target.redirectUri,
      action: `/sandbox/consent?${query}`,
      useAnotherPerson: `/sandbox/use-another-person?${queryOf(req)}`,
    };
    render(res, "consent", model, target.redirectUri);
  }
}

function authorizationOf({ gid }: Person, { client }: AuthorizationRequest): Authorization {
  return { userGid: gid, clientId: client.id };
}

/** Page or redirect, as decided where the rule stands. */
function answerRefusal(switches: Switches): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (!(error instanceof OAuthError)) {
      next(error);
    } else if (error.target) {
      const answer = errorAnswer(switches, error.code, error.message);
      res.redirect(req.method === "GET" ? 302 : 303, responseUrl(error.target, answer));
    } else {
      const code = error.code && `${error.code}: `; // what a person did not ask for has none
      res.status(400).type("text/plain").send(`${code}${error.message}\n`);
    }
  };
}

/** Nobody has seen a description at the callback, so there is none unless the switch says so. */
function errorAnswer({ errorText }: Switches, error: string, text: string) {
  return { error, ...(errorText === "everywhere" ? textsOf(text) : {}) };
}

function back(req: Request): string {
  return `${paths.authorize}?${queryOf(req)}`;
}
