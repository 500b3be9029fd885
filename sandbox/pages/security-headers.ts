import type { RequestHandler, Response } from "express";
import helmet from "helmet";

/**
 * `same-origin` and not `no-referrer`: with the latter browsers send `Origin: null` with the
 * sandbox's own forms. No Strict-Transport-Security: the sandbox speaks plain http on loopback.
 */
export function securityHeaders(): RequestHandler[] {
  const policy: RequestHandler = (_req, res, next) => {
    res.set("Content-Security-Policy", contentSecurityPolicy([]));
    res.set("Cache-Control", "no-store");
    next();
  };
  return [
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: false,
      referrerPolicy: { policy: "same-origin" },
      xFrameOptions: { action: "deny" },
    }),
    policy,
  ];
}

/**
 * Chromium applies `form-action` to the redirects after a form too, and these end at the app.
 * An IPv6 address is no CSP host: then the scheme has to do.
 *
 * @see Content Security Policy Level 3, 6.4.2 and 2.3.1
 */
export function allowFormsTo(res: Response, redirectUri: string): void {
  const { protocol, hostname, origin } = new URL(redirectUri);
  const target = hostname.startsWith("[") ? protocol : origin;
  res.set("Content-Security-Policy", contentSecurityPolicy([target]));
}

function contentSecurityPolicy(formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ["form-action 'self'", ...formTargets].join(" "),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
