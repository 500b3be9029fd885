import { type Request, type RequestHandler, Router } from "express";
import type { Config } from "../../config.ts";
import { HttpError } from "../errors/http-error.ts";
import { isAdministrator } from "./administrators.ts";
import { type Role, type Rule, whoMay } from "./who-may.ts";

/**
 * Holds each request against the table of who may do what. Whoever is not signed in goes to the
 * landing page with its button, never straight into the flow: Back or a reload after signing out
 * must not sign anybody in again.
 */
export function requireRole(config: Pick<Config, "asana" | "administrators">): Router {
  const router = Router();
  for (const rule of whoMay) {
    const check = checks(rule, config)[rule.role];
    if (rule.method === "GET") router.get(rule.path, check);
    else router.post(rule.path, check);
  }
  return router;
}

function checks(
  rule: Rule,
  config: Pick<Config, "asana" | "administrators">,
): Record<Role, RequestHandler> {
  const signedIn: RequestHandler = (request, response, next) => {
    if (request.session.signedIn) {
      next();
      return;
    }
    const returnTo = rule.formPage ? formPageOf(rule.formPage, request) : request.originalUrl;
    response.redirect(rule.formPage ? 303 : 302, `/?${new URLSearchParams({ returnTo })}`);
  };
  return {
    anybody: (_request, _response, next) => next(),
    "signed-in": signedIn,
    administrator: (request, response, next) => {
      signedIn(request, response, () => {
        const isAllowed = isAdministrator(request.session.signedIn, config);
        next(isAllowed ? undefined : new HttpError("administrators-only"));
      });
    },
  };
}

function formPageOf(formPage: string, { params }: Request): string {
  return formPage.replace(":gid", encodeURIComponent(String(params.gid)));
}
