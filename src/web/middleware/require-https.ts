import type { RequestHandler } from "express";
import { HttpError } from "../errors/error-pages.ts";

/**
 * With an https `BASE_URL`, refuses requests that arrive as http: browsers would drop the Secure
 * cookie, and the sign-in would fail later without a hint. Mostly `TRUST_PROXY` misses a proxy.
 */
export function requireHttps({ isHttps }: { readonly isHttps: boolean }): RequestHandler {
  return (request, response, next) => {
    const { headers } = request;
    // Schemes have no case (RFC 3986, 3.1), and Express and express-session compare with small letters.
    const said = headers["x-forwarded-proto"];
    if (typeof said === "string") headers["x-forwarded-proto"] = said.toLowerCase();
    if (!isHttps || request.secure) return next();
    response.locals.log.error({ fix }, "request.http-despite-https-base-url");
    next(new HttpError("https-not-seen"));
  };
}

const fix =
  "set TRUST_PROXY to the number of proxies in front of the app; the first must send X-Forwarded-Proto: https";
