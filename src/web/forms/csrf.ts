import { timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { HttpError } from "../errors/http-error.ts";

/**
 * Refuses a form that does not carry its session's token in `_csrf`. SameSite=Lax alone would not
 * do: it lets a sibling subdomain post.
 *
 * @see OWASP ASVS 5, 3.5.1; OWASP CSRF Prevention Cheat Sheet, "Synchronizer Token Pattern"
 */
export const requireCsrfToken: RequestHandler = (request, _response, next) => {
  const sent = Buffer.from(String(request.body?._csrf ?? ""));
  const expected = Buffer.from(request.session.csrfToken ?? "");
  const isOurs =
    expected.length > 0 && sent.length === expected.length && timingSafeEqual(sent, expected);
  next(isOurs ? undefined : new HttpError("form-not-ours"));
};
