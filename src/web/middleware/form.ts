import express, { type Request, type RequestHandler } from "express";
import { requireCsrfToken } from "./csrf.ts";
import { requireSignIn } from "./require-sign-in.ts";

/**
 * What every form of a signed-in person goes through, in this order: its fields are read, somebody
 * is signed in, and the form is theirs.
 *
 * @param pageOf the page that the form stands on, for whoever has to sign in first
 */
export function receiveForm(
  pageOf: (request: Request) => string,
): [RequestHandler, RequestHandler, RequestHandler] {
  return [readFields, requireSignIn(pageOf), requireCsrfToken];
}

/** 64 kB and 50 fields at most: what is kept of a form, 16 kB of text, is encoded up to there. */
const readFields: RequestHandler = express.urlencoded({
  extended: false,
  limit: "64kb",
  parameterLimit: 50,
});
