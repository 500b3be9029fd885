import type { RequestHandler } from "express";
import { HttpError } from "../errors/http-error.ts";

/**
 * With an https `BASE_URL`, refuses requests that arrive as http: browsers would not keep the Secure
 * cookie and the sign-in would fail later, with no hint at the cause. That is nearly always a proxy
 * that `TRUST_PROXY` does not count.
 */
export function requireHttps({ isHttps }: { readonly isHttps: boolean }): RequestHandler {
  return (request, response, next) => {
    if (!isHttps || request.secure) {
      next();
      return;
    }
    response.locals.log.error(
      {
        fix: "set TRUST_PROXY to the number of proxies in front of the app; the first must send X-Forwarded-Proto: https",
      },
      "request.http-despite-https-base-url",
    );
    next(new HttpError("https-not-seen"));
  };
}
