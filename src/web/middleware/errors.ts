import type { ErrorRequestHandler, Response } from "express";
import { ScopeRefused, SignInDeclined, SignInError } from "../../auth/sign-in-error.ts";
import { describeError, type Log } from "../../log.ts";
import { StoreError } from "../../sessions/database.ts";
import { type ErrorKind, errorPages } from "../error-pages.ts";
import { HttpError } from "../http-error.ts";
import { type Link, render } from "../pages.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** Set by the callback: where this sign-in was to lead, so that the next one can lead there. */
    returnTo?: string;
  }
}

/** Turns every error of a request into its page, and its log line. */
export function errorPage(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const kind = logError(error, { log, response });
    if (response.headersSent) {
      next(error);
      return;
    }
    renderError(response, { kind, requestId: response.locals.requestId, scopes: [] });
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
 * For the redirect URI: answers a failed sign-in with a redirect to its page, and a declined one with
 * a redirect to the start page and its note. So no code or state stays in the address bar, and a
 * reload repeats nothing (RFC 9700, 4.3.1). Neither page needs a session.
 */
export function redirectFailedSignIn(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (request.method !== "GET" || response.headersSent) {
      next(error);
      return;
    }
    const { requestId, returnTo } = response.locals;
    if (error instanceof SignInDeclined) {
      log.info({ requestId, code: error.code.slice(0, 50) }, "sign-in.declined");
      response.redirect(
        303,
        `/?${new URLSearchParams({ note: "cancelled", ...(returnTo && { returnTo }) })}`,
      );
      return;
    }
    const kind = logError(error, { log, response });
    const query = new URLSearchParams({ kind, request: requestId });
    if (returnTo) query.set("returnTo", returnTo);
    if (error instanceof ScopeRefused) query.set("scopes", error.scopes.join(" "));
    response.redirect(303, `/auth/error?${query}`);
  };
}

/** Shows the page of an error kind, with its status. */
export function renderError(
  response: Response,
  error: {
    readonly kind: ErrorKind;
    /** Of the request that failed. */
    readonly requestId: string;
    readonly scopes: readonly string[];
    readonly returnTo?: string;
  },
): void {
  const { status, next, ...words } = errorPages[error.kind];
  response.status(status);
  render(response, "error", {
    ...words,
    status,
    details: error.scopes,
    code: error.kind,
    requestId: error.requestId,
    next: nextLinks[next](error.returnTo),
  });
}

const nextLinks: Record<"sign-in" | "home", (returnTo?: string) => Link> = {
  "sign-in": (returnTo) => ({
    href: `/auth/login${returnTo ? `?${new URLSearchParams({ returnTo })}` : ""}`,
    label: "Sign in with Asana",
  }),
  home: () => ({ href: "/", label: "Go to the start page" }),
};

function logError(error: unknown, { log, response }: { log: Log; response: Response }): ErrorKind {
  const kind = kindOf(error);
  const { requestId } = response.locals;
  const level = errorPages[kind].status >= 500 ? "error" : "info";
  const event = error instanceof SignInError ? "sign-in.refused" : "request.failed";
  log[level]({ kind, requestId, ...describeError(error) }, event);
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
