import express, { type ErrorRequestHandler, type Request, type Response, Router } from "express";
import { findPerson, type Person, people } from "../people.ts";
import {
  AuthorizationError,
  type AuthorizationRequest,
  readAuthorizationRequest,
} from "../provider/authorization-request.ts";
import { allow, deny, responseUrl } from "../provider/authorization-response.ts";
import { consentKey } from "../provider/grants.ts";
import { type Provider, paths } from "../provider/provider.ts";
import type { ReachableWorkspaces } from "../state.ts";
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
    const remembered = person && rememberedConsent(person, request);
    if (!person) {
      showSignIn(req, res, request);
    } else if (remembered) {
      res.redirect(302, await allow(provider, request, { user: person, workspaces: remembered }));
    } else {
      showConsent(req, res, request, person);
    }
  });

  router.post("/sandbox/sign-in", form, (req: Request, res: Response) => {
    const person = findPerson(req.body?.person);
    if (person) {
      startSignIn(state, person, req, res);
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
    const decision: unknown = req.body?.decision;
    if (decision === "deny") {
      res.redirect(303, deny(provider, request));
    } else if (person && decision === "allow") {
      const workspaces =
        switches.workspaces === "pick" ? [req.body?.workspace ?? []].flat() : "all";
      state.consents.set(consentKey(person.gid, request.client.id, request.scopes), workspaces);
      state.save();
      res.redirect(303, await allow(provider, request, { user: person, workspaces }));
    } else {
      res.redirect(303, back(req));
    }
  });

  router.use(answerRefusal);
  return router;

  function rememberedConsent(
    person: Person,
    request: AuthorizationRequest,
  ): ReachableWorkspaces | undefined {
    const key = consentKey(person.gid, request.client.id, request.scopes);
    return switches.consent === "remember" ? state.consents.get(key) : undefined;
  }

  function showSignIn(req: Request, res: Response, { client, target }: AuthorizationRequest): void {
    const action = `/sandbox/sign-in?${queryOf(req)}`;
    render(
      res,
      "sign-in",
      { title: "Sign in", appName: client.name, action, people },
      target.redirectUri,
    );
  }

  function showConsent(
    req: Request,
    res: Response,
    request: AuthorizationRequest,
    person: Person,
  ): void {
    const model = {
      title: "Allow access",
      appName: request.client.name,
      person,
      permissions: request.scopes.map((scope) => ({ scope, words: describeScope(scope) })),
      workspaces: switches.workspaces === "pick" ? workspacesOf(person.gid) : [],
      redirectUri: request.target.redirectUri,
      action: `/sandbox/consent?${queryOf(req)}`,
      useAnotherPerson: `/sandbox/use-another-person?${queryOf(req)}`,
    };
    render(res, "consent", model, request.target.redirectUri);
  }
}

/** Page or redirect, as decided where the rule stands. The redirect carries no description. */
const answerRefusal: ErrorRequestHandler = (error, req, res, next) => {
  if (!(error instanceof AuthorizationError)) {
    next(error);
  } else if (error.target) {
    const status = req.method === "GET" ? 302 : 303;
    res.redirect(status, responseUrl(error.target, { error: error.error }));
  } else {
    res.status(400).type("text/plain").send(`${error.error}: ${error.message}\n`);
  }
};

function queryOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, "http://localhost").searchParams;
}

function back(req: Request): string {
  return `${paths.authorize}?${queryOf(req)}`;
}
