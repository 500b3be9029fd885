import { sessionLifetime } from "./session-lifetime.ts";

/** The app's cookies, by their names without a prefix. */
export const sessionCookieName = "session";
export const signInCookieName = "sign-in";
export const cookieCheckName = "cookie-check";

/**
 * Name and attributes of a cookie of ours. Under https the `__Host-` prefix has the browser insist
 * on Secure, Path=/ and no Domain, so that no neighbouring subdomain can plant one. SameSite=Lax,
 * not Strict: the callback is a navigation that starts at Asana and needs the cookie.
 *
 * @see RFC 6265bis, 4.1.3.2; OWASP ASVS 5, 3.3.1 to 3.3.4
 */
export function describeCookie(
  baseName: string,
  { isHttps, maxAgeMs }: { isHttps: boolean; maxAgeMs: number },
) {
  const fixed = { httpOnly: true, sameSite: "lax", path: "/" } as const;
  return {
    name: isHttps ? `__Host-${baseName}` : baseName,
    attributes: { ...fixed, secure: isHttps, maxAge: maxAgeMs },
  };
}

/** The name and the attributes of the session's cookie. */
export function sessionCookie(isHttps: boolean) {
  return describeCookie(sessionCookieName, { isHttps, maxAgeMs: sessionLifetime.absoluteMs });
}
