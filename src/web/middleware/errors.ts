import type { ErrorRequestHandler, Response } from "express";
import { ScopeRefused, SignInError } from "../../auth/sign-in-error.ts";
import type { Config } from "../../config.ts";
import { describeError } from "../../error-description.ts";
import { StoreError } from "../../sessions/database.ts";
import { errorAddress, errorPath, type FailedSignIn, readErrorAddress } from "../error-address.ts";
import { type ErrorKind, errorPages } from "../error-pages.ts";
import { HttpError } from "../http-error.ts";
import { type Link, render } from "../pages.ts";
import { queryOf } from "../query.ts";
import { signInAddress } from "../sign-in-address.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** Set by the callback: where this sign-in was to lead, so that the next one can lead there. */
    returnTo?: string;
  }
}

/** Turns every error of a request into its page, and its log line. */
export function errorPage(config: Config): ErrorRequestHandler {
  return (error, request, response, next) => {
    const kind = logError(error, response);
    if (response.headersSent) {
      next(error);
      return;
    }
    // The page of a failed sign-in is shown all the same when the store fails once more.
    const failedBefore =
      request.path === errorPath ? readErrorAddress(queryOf(request), config) : undefined;
    const { requestId } = response.locals;
    renderError(response, failedBefore ?? { kind, requestId, returnTo: "", scopes: [] });
  };
}

/** For an error page that fails itself, or an answer already begun: Express would show the stack. */
export const lastResort: ErrorRequestHandler = (_error, _request, response, _next) => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { requestId } = response.locals;
  response.status(500).type("text").send(`Something went wrong. Request id: ${requestId}\n`);
};

/**
 * For the redirect URI: answers a failed sign-in with a redirect to its page, so that no code or
 * state stays in the address bar and a reload repeats nothing (RFC 9700, 4.3.1).
 */
export const redirectFailedSignIn: ErrorRequestHandler = (error, request, response, next) => {
  if (request.method !== "GET" || response.headersSent) {
    next(error);
    return;
  }
  const { requestId, returnTo = "" } = response.locals;
  const kind = logError(error, response);
  const scopes = error instanceof ScopeRefused ? error.scopes : [];
  response.redirect(303, errorAddress({ kind, requestId, returnTo, scopes }));
};

/** Shows the page of an error, with its status. */
export function renderError(response: Response, failed: FailedSignIn): void {
  const { status, next, ...words } = errorPages[failed.kind];
  response.status(status);
  render(response, "error", {
    ...words,
    status,
    details: failed.scopes,
    code: failed.kind,
    requestId: failed.requestId,
    next: nextLinks[next](failed.returnTo),
  });
}

const nextLinks: Record<"sign-in" | "home", (returnTo: string) => Link> = {
  "sign-in": (returnTo) => ({
    href: signInAddress(returnTo),
    label: "Sign in with Asana",
  }),
  home: () => ({ href: "/", label: "Go to the start page" }),
};

function logError(error: unknown, response: Response): ErrorKind {
  const kind = kindOf(error);
  const level = errorPages[kind].status >= 500 ? "error" : "info";
  const event = error instanceof SignInError ? "sign-in.refused" : "request.failed";
  response.locals.log[level]({ kind, ...describeError(error) }, event);
  return kind;
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof SignInError || error instanceof HttpError) return error.kind;
  if (error instanceof StoreError) return "store-unavailable";
  const { status } = error as { status?: unknown }; // Express and its parsers
  if (status === 413) return "form-too-large";
  return typeof status === "number" && status >= 400 && status < 500
    ? "request-malformed"
    : "unexpected";
}
