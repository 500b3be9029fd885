import type { RequestHandler } from "express";
import helmet from "helmet";
import { photoOrigins } from "../page/photo.ts";

/**
 * The headers of every answer. Nothing comes from elsewhere and nothing runs in the page: no
 * scripts at all, own styles and images, plus the photos of people at Asana.
 *
 * `form-action 'self'` also governs the redirects that follow a form in Chromium. Every form of the
 * app ends on its own origin; every way to Asana is a link.
 *
 * @see OWASP ASVS 5, 3.4
 */
export function securityHeaders(options: {
  readonly issuer: string;
  readonly isHttps: boolean;
}): RequestHandler {
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

/** For all but static files: pages are personal, and the flow happens once (OWASP ASVS 5, 14.3.2). */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};
