import express, { type Request, type RequestHandler } from "express";
import { OAuthError } from "./oauth-error.ts";

/**
 * Parses a form body; anything else, JSON above all, ends in a bare 400.
 * @see RFC 6749, 4.1.3; the bare 400 is reported by integrators
 */
export function formBody(): RequestHandler[] {
  const formsOnly: RequestHandler = (req, res, next) => {
    if (req.is("application/x-www-form-urlencoded")) {
      next();
    } else {
      res.status(400).end();
    }
  };
  return [formsOnly, express.urlencoded({ extended: false, limit: "32kb" })];
}

/**
 * @returns one parameter of a form; an empty one counts as absent
 * @throws OAuthError `invalid_request` when it is repeated
 * @see RFC 6749, 3.2
 */
export function optional(req: Request, name: string): string | undefined {
  const value: unknown = req.body?.[name];
  if (value !== undefined && typeof value !== "string") {
    throw new OAuthError("invalid_request", `The \`${name}\` parameter is repeated.`);
  }
  return value === "" ? undefined : value;
}

/** @throws OAuthError `invalid_request` when it is missing or repeated */
export function required(req: Request, name: string): string {
  const value = optional(req, name);
  if (value === undefined) {
    throw new OAuthError("invalid_request", `The \`${name}\` parameter is missing.`);
  }
  return value;
}
