import type { ErrorRequestHandler, Request, Response } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { ScopeRefused } from "../../auth/sign-in-error.ts";
import type { Sessions } from "../../sessions/sessions.ts";
import type { Dependencies } from "../dependencies.ts";
import { formResultOf } from "../forms/form-result.ts";
import type { Link } from "../page/link.ts";
import { type Page, pageView } from "../page/show.ts";
import { waitInWords } from "../page/times.ts";
import { signInAddress } from "../sign-in/sign-in-address.ts";
import { errorAddress, type FailedRequest } from "./error-address.ts";
import type { ErrorPage } from "./error-page.ts";
import { type ErrorKind, errorPages } from "./error-pages.ts";
import { logError } from "./log-error.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** Set by the sign-in's routes: where it was to lead, so that the next one can lead there. */
    returnTo?: string;
  }
}

interface ErrorPageModel extends Page {
  readonly whatHappened: string;
  readonly scopes: readonly string[];
  readonly details: readonly string[];
  readonly whatToDo: string;
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly next: Link;
}

const show = pageView<ErrorPageModel>("error");

/** Turns every error of a request into its page, and its log line. */
export function errorPage({
  config,
  sessions,
}: Pick<Dependencies, "config" | "sessions">): ErrorRequestHandler {
  const { baseUrl } = config;
  return (error, request, response, next) => {
    const kind = logError(error, response);
    if (response.headersSent) {
      next(error);
      return;
    }
    const { requestId } = response.locals;
    const here = request.method === "GET" ? request.originalUrl : "";
    const returnTo = response.locals.returnTo ?? confineReturnTo(here, { baseUrl, fallback: "" });
    const details = isFormKept(kind, request, sessions) ? [formIsKept] : detailsOf(error);
    renderError(response, { kind, requestId, returnTo, scopes: [], details });
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
export function renderError(response: Response, failed: FailedRequest): void {
  const { status, next, ...words } = errorPages[failed.kind];
  response.status(status);
  show(response, {
    ...words,
    status,
    scopes: failed.scopes,
    details: failed.details,
    code: failed.kind,
    requestId: failed.requestId,
    next: nextLinks[next](failed),
  });
}

const nextLinks: Record<ErrorPage["next"], (failed: FailedRequest) => Link> = {
  home: () => ({ href: "/", label: "Go to the start page" }),
  "sign-in": ({ returnTo }) => ({ href: signInAddress(returnTo), label: "Sign in with Asana" }),
  connect: ({ returnTo }) => ({ href: signInAddress(returnTo), label: "Connect to Asana again" }),
  again: ({ returnTo }) => ({ href: returnTo || "/", label: "Try again" }),
};

const formIsKept =
  "What you typed is kept for ten minutes. You see it again when you come back; nothing is sent by itself.";

function isFormKept(kind: ErrorKind, request: Request, sessions: Sessions): boolean {
  if (kind !== "access-ended") return false;
  try {
    return formResultOf(request, { sessions })?.result.isProblem === true;
  } catch {
    return false; // the store fails now: the page of the error at hand is shown all the same
  }
}

/** What only this failure knows, in words. */
function detailsOf(error: unknown): readonly string[] {
  if (!(error instanceof AsanaApiError)) return [];
  const { retryAfterMs, phrase } = error;
  return [
    ...(retryAfterMs === undefined ? [] : [waitInWords(retryAfterMs)]),
    ...(phrase === undefined ? [] : [`Asana's support will ask for this: ${phrase}`]),
  ];
}
