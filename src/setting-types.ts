import * as v from "valibot";

export const asanaBaseUrl = "https://app.asana.com/api/1.0";
export const defaultScope =
  "openid email profile users:read workspaces:read projects:read tasks:read";
const identityScopes = ["openid", "email", "profile"];

/** A whole number within limits. Here and below, a message is the end of "NAME (value) …". */
export const WholeNumber = (min: number, max: number, message: string) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,5}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );

export const Port = WholeNumber(1, 65535, "is not a port; use a whole number from 1 to 65535");

export const Origin = v.pipe(
  v.string(),
  v.check(
    (value) => parseHttpUrl(value)?.origin === value,
    "is not an origin; use scheme, host and port only, as in https://app.example.com: no path, query or trailing slash",
  ),
);

export const AsanaUrl = v.pipe(
  v.string(),
  v.check(
    (value) => parseHttpUrl(value) !== undefined && !/[?#@\s]/.test(value),
    `must be a URL without user name, query or fragment; Asana's is ${asanaBaseUrl}`,
  ),
  v.check(isSecureOrLoopback, "uses http; use https (http is for loopback hosts only)"),
);

export const Scopes = v.pipe(
  v.string(),
  v.transform((value) => [...new Set(value.trim().split(/\s+/))]),
  v.check((scopes) => scopes.includes("openid"), "lacks openid; add it, sign-in depends on it"),
  v.check(
    (scopes) => scopes.every(isScopeName),
    "holds a name that is no scope; use openid, email, profile, default, or names such as tasks:read",
  ),
  v.check(
    (scopes) => !scopes.includes("default") || scopes.every(isIdentityScopeOrDefault),
    "mixes default with single scopes, which Asana refuses; use default for an app registered with full permissions, or single scopes for one that is not",
  ),
  v.transform((scopes) => scopes.join(" ")),
);

/** A token: opaque, so only what cannot stand in a header is refused. */
export const Token = v.pipe(
  v.string(),
  v.regex(
    /^[\x21-\x7e]+$/,
    "holds blanks or other signs that no token has; copy it again from Asana",
  ),
);

/** Ids of Asana's, with commas between. */
export const Gids = (message: string) =>
  v.pipe(
    v.string(),
    v.transform((value) =>
      value
        .split(",")
        .map((gid) => gid.trim())
        .filter((gid) => gid !== ""),
    ),
    v.everyItem((gid) => /^\d{1,30}$/.test(gid), message),
  );

export const Secrets = v.pipe(
  v.string(),
  v.transform((value) => value.split(",").map((secret) => secret.trim())),
  v.check(
    (secrets) => secrets.every((secret) => secret.length >= 32),
    "is too short; use at least 32 random characters, as `openssl rand -hex 32` makes them (new,old while rotating)",
  ),
);

function parseHttpUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Whether an address is https, or http on this machine. */
export function isSecureOrLoopback(value: string): boolean {
  const url = parseHttpUrl(value);
  return url?.protocol !== "http:" || isLoopback(url.hostname);
}

function isIdentityScopeOrDefault(scope: string): boolean {
  return scope === "default" || identityScopes.includes(scope);
}

function isScopeName(scope: string): boolean {
  return isIdentityScopeOrDefault(scope) || /^[a-z_.]+:[a-z]+$/.test(scope);
}

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
