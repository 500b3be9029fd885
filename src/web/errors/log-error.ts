import type { Response } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { AccessError } from "../../auth/access-error.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import { describeError } from "../../error-description.ts";
import { StoreError } from "../../store-error.ts";
import { type ErrorKind, errorPages, HttpError } from "./error-pages.ts";

/** Writes the log line of a request's error; gives the kind of its page. */
export function logError(error: unknown, response: Response): ErrorKind {
  const kind = kindOf(error);
  const level = errorPages[kind].status >= 500 ? "error" : "info";
  const event = error instanceof SignInError ? "sign-in.refused" : "request.failed";
  response.locals.log[level]({ kind, ...describeError(error) }, event);
  return kind;
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof SignInError || error instanceof HttpError) return error.kind;
  if (error instanceof AccessError) return error.kind;
  if (error instanceof AsanaApiError) {
    return error.kind === "unauthorized" ? "access-ended" : `asana-${error.kind}`;
  }
  if (error instanceof StoreError) return "store-unavailable";
  const { status } = error as { status?: unknown }; // Express and its parsers
  if (status === 413) return "form-too-large";
  return typeof status === "number" && status >= 400 && status < 500
    ? "request-malformed"
    : "unexpected";
}
