import { createHash, timingSafeEqual } from "node:crypto";
import { type Client, fullPermissionsClient, granularClient } from "../fixed-values.ts";

export function findClient(id: string | null | undefined): Client | undefined {
  return [granularClient, fullPermissionsClient].find((client) => client.id === id);
}

/**
 * Exact strings: no other path, no trailing slash, no query. Every loopback port counts as
 * registered, so that an app may listen anywhere.
 *
 * @see Asana, "OAuth", redirect URLs; RFC 9700, 2.1
 */
export function isRegisteredRedirectUri(uri: string, extra: readonly string[]): boolean {
  const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\/auth\/callback$/;
  return extra.includes(uri) || (loopback.test(uri) && URL.canParse(uri));
}

/** Compares in constant time, whatever the lengths. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}
