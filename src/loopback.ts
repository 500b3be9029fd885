/**
 * Whether a hostname, as `URL.hostname` gives it, is this machine itself. Decides where plain http is
 * acceptable, and whether pages name the sandbox. No check of the sign-in depends on it.
 *
 * @see RFC 6761, 6.3 (localhost names); RFC 8252, 7.3 (loopback addresses)
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
