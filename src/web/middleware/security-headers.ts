import type { RequestHandler } from "express";
import helmet from "helmet";
import { photoOrigins } from "../page/photo.ts";

/**
 * The headers of every answer. Pages have no scripts. Styles and images are the app's own, except
 * the photos of people. Chromium applies `form-action` to the redirects after a form, too: every form
 * ends on the app's origin, and every way to Asana is a link.
 *
 * @see OWASP ASVS 5, 3.4
 */
export function securityHeaders(options: { issuer: string; isHttps: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", ...photoOrigins(options.issuer)],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: options.isHttps,
    xFrameOptions: { action: "deny" },
  });
}

/** For pages, which are personal; static files set their own header (OWASP ASVS 5, 14.3.2). */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};
