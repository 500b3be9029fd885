/**
 * Confines the `returnTo` of a link, a stranger's text, to this origin: resolves it the way a
 * browser would and compares origins. Patterns on the text miss what browsers repair (`/\host`,
 * tabs, dots).
 *
 * @returns path and query on this origin; the fallback for anything else
 * @see RFC 9700, 4.11 (open redirectors); OWASP ASVS 5, 3.7.2
 */
export function confineReturnTo(
  requested: string | null | undefined,
  { baseUrl, fallback }: { baseUrl: string; fallback: string },
): string {
  if (!requested?.startsWith("/")) return fallback;
  const url = URL.canParse(requested, baseUrl) ? new URL(requested, baseUrl) : undefined;
  if (url?.origin !== baseUrl) return fallback;
  // "/.//host" resolves to the path "//host", which is another origin once it is redirected to.
  if (url.pathname.startsWith("//")) return fallback;
  // Back into the flow would loop; routes match in any case.
  if (/^\/auth(\/|$)/i.test(url.pathname)) return fallback;
  const returnTo = url.pathname + url.search;
  return returnTo.length <= maxLength ? returnTo : fallback;
}

const maxLength = 2_000;
