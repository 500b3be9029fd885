import { timingSafeEqual } from "node:crypto";
import express, { type RequestHandler } from "express";
import { HttpError } from "../errors/error-pages.ts";

/** 64 kB and 50 fields at most: what is kept of a form, 16 kB of text, is encoded up to there. */
const readFields: RequestHandler = express.urlencoded({
  extended: false,
  limit: "64kb",
  parameterLimit: 50,
});

/**
 * Refuses a form that does not carry its session's token in `_csrf`. SameSite=Lax alone would not
 * do: it lets a sibling subdomain post.
 *
 * @see OWASP ASVS 5, 3.5.1; OWASP CSRF Prevention Cheat Sheet, "Synchronizer Token Pattern"
 */
const requireCsrfToken: RequestHandler = (request, _response, next) => {
  const sent = Buffer.from(String(request.body?._csrf ?? ""));
  const expected = Buffer.from(request.session.csrfToken ?? "");
  const isOurs =
    expected.length > 0 && sent.length === expected.length && timingSafeEqual(sent, expected);
  next(isOurs ? undefined : new HttpError("form-not-ours"));
};

/** Reads the fields of a signed-in person's form, and refuses a form that is not theirs. */
export const receiveForm: RequestHandler[] = [readFields, requireCsrfToken];
