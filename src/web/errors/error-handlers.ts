import type { ErrorRequestHandler, Request, Response } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { ScopeRefused } from "../../auth/sign-in-error.ts";
import type { Measure } from "../../measurement.ts";
import type { Sessions } from "../../sessions/sessions.ts";
import type { Dependencies } from "../dependencies.ts";
import { formResultOf } from "../forms/form-result.ts";
import type { Link } from "../page/link.ts";
import { type Page, pageView } from "../page/show.ts";
import { signInAddress, signInPath } from "../sign-in/sign-in-address.ts";
import { errorAddress, type FailedRequest } from "./error-address.ts";
import type { ErrorPage } from "./error-page.ts";
import { type ErrorKind, errorPages } from "./error-pages.ts";
import { detailsOf } from "./failure-words.ts";
import { logError } from "./log-error.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** Where a sign-in leads. Its routes set it, so that the next sign-in leads there as well. */
    returnTo?: string;
  }
}

type ErrorPageModel = Page &
  Omit<ErrorPage, "next" | "retryAfterSeconds"> &
  Pick<FailedRequest, "scopes" | "details" | "requestId"> & {
    readonly code: string;
    readonly next: Link;
  };

const show = pageView<ErrorPageModel>("error");

/** Turns every error of a request into its page, and its log line. */
export function errorPage(
  about: Pick<Dependencies, "config" | "measure" | "sessions">,
): ErrorRequestHandler {
  const { baseUrl } = about.config;
  return async (error, request, response, next) => {
    const kind = logError(error, response);
    if (request.path === signInPath) about.measure({ of: "sign-in", outcome: "failed", kind });
    if (response.headersSent) return next(error);
    const { requestId } = response.locals;
    const here = request.method === "GET" ? request.originalUrl : "";
    const returnTo = response.locals.returnTo ?? confineReturnTo(here, { baseUrl, fallback: "" });
    const details = error instanceof AsanaApiError ? detailsOf(error) : [];
    if (await isFormKept(kind, request, about.sessions)) details.push(formIsKept);
    renderError(response, { kind, requestId, returnTo, scopes: [], details });
  };
}

/** Where an error page fails itself, or the answer has begun: Express would show the stack. */
export const lastResort: ErrorRequestHandler = (_error, _request, response, _next) => {
  if (response.headersSent) return void response.destroy();
  const { requestId } = response.locals;
  response.status(500).type("text").send(`Something went wrong. Request id: ${requestId}\n`);
};

/**
 * For the redirect URI: answers a failed sign-in with a redirect to its page, so that no code or
 * state stays in the address bar and a reload repeats nothing (RFC 9700, 4.3.1).
 */
export function redirectFailedSignIn(measure: Measure): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (request.method !== "GET" || response.headersSent) return next(error);
    const { requestId, returnTo = "" } = response.locals;
    const kind = logError(error, response);
    measure({ of: "sign-in", outcome: "failed", kind });
    const scopes = error instanceof ScopeRefused ? error.scopes : [];
    response.redirect(303, errorAddress({ kind, requestId, returnTo, scopes }));
  };
}

/** Shows the page of an error, with its status. */
export function renderError(response: Response, failed: FailedRequest): void {
  const { kind: code, returnTo, scopes, details, requestId } = failed;
  const page = errorPages[code];
  response.status(page.status);
  if (page.retryAfterSeconds) response.set("Retry-After", String(page.retryAfterSeconds));
  show(response, { ...page, scopes, details, code, requestId, next: nextLink(page, returnTo) });
}

function nextLink({ next }: ErrorPage, returnTo: string): Link {
  if (next === "sign-in") return { href: signInAddress(returnTo), label: "Sign in with Asana" };
  if (next === "connect") return { href: signInAddress(returnTo), label: "Connect to Asana again" };
  if (next === "again") return { href: returnTo || "/", label: "Try again" };
  return { href: "/", label: "Go to the start page" };
}

const formIsKept =
  "What you typed is kept for ten minutes. You see it again when you come back; nothing is sent by itself.";

async function isFormKept(kind: ErrorKind, request: Request, sessions: Sessions): Promise<boolean> {
  if (kind !== "access-ended") return false;
  try {
    const form = await formResultOf(request, { sessions });
    return form?.result.isProblem === true;
  } catch {
    return false; // the store fails now, and the person sees the page of the first error
  }
}
