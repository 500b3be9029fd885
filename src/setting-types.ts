import * as v from "valibot";

export const asanaBaseUrl = "https://app.asana.com/api/1.0";
export const defaultScope =
  "openid email profile users:read workspaces:read projects:read tasks:read";

/** A whole number within limits. */
const WholeNumber = (min: number, max: number, message: string) =>
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
    (scopes) => scopes.every((scope) => isSignInScope(scope) || /^[a-z_.]+:[a-z]+$/.test(scope)),
    "holds a name that is no scope; use openid, email, profile, default, or names such as tasks:read",
  ),
  v.check(
    (scopes) => !scopes.includes("default") || scopes.every(isSignInScope),
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
const Gids = (message: string) =>
  v.pipe(
    v.string(),
    v.transform((value) => listed(value).filter(Boolean)),
    v.everyItem((gid) => /^\d{1,30}$/.test(gid), message),
  );

const Secrets = v.pipe(
  v.string(),
  v.transform(listed),
  v.check(
    (secrets) => secrets.every((secret) => secret.length >= 32),
    "is too short; use at least 32 random characters, as `openssl rand -hex 32` makes them (new,old while rotating)",
  ),
);

/** What the client makes of a Redis' address, checked here, where no secret gets into an error. */
const RedisUrl = v.pipe(
  v.string(),
  v.check(
    isRedisUrl,
    "is not the address of a Redis; use redis://HOST:PORT, rediss:// for TLS, or redis://USER:PASSWORD@HOST:PORT with % and two digits for special signs",
  ),
  v.check(
    (value) => !isRedisUrl(value) || !/\/\/[^:@]+:?@/.test(value),
    "names a user without a password; write USER:PASSWORD@, or :PASSWORD@ for the default user",
  ),
);

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const registerHint =
  "register an app at https://app.asana.com/0/my-apps, or run npm start without it for the sandbox";

const Required = v.pipe(v.optional(v.string(), ""), v.nonEmpty(`is missing; ${registerHint}`));

/** The core's settings: name and check. A message is the end of "NAME (value) …". */
export const Settings = v.object({
  NODE_ENV: v.optional(
    v.picklist(["development", "test", "production"], "is unknown; use production or development"),
    "development",
  ),
  HOST: v.optional(v.string()),
  PORT: v.optional(Port, "3000"),
  BASE_URL: v.optional(Origin),
  TRUST_PROXY: v.optional(WholeNumber(0, 99, "is not a number of proxies; use 0, 1, 2 …"), "0"),
  ASANA_CLIENT_ID: Required,
  ASANA_CLIENT_SECRET: Required,
  ASANA_ISSUER: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_API_BASE_URL: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_SCOPES: v.optional(Scopes, defaultScope),
  ASANA_PAT: v.optional(Token),
  ASANA_SERVICE_ACCOUNT_TOKEN: v.optional(Token),
  ADMIN_USER_IDS: v.optional(
    Gids(
      "holds something that is no Asana user id; use the numbers that the profile page shows, with commas between, never e-mail addresses: they change hands",
    ),
    "",
  ),
  ALLOWED_WORKSPACES: v.optional(
    v.pipe(
      Gids("holds something that is no workspace gid; use numbers, with commas between"),
      v.minLength(1, "names no workspace; remove it to let everybody in"),
    ),
  ),
  SESSION_SECRET: v.optional(Secrets),
  SESSION_DB: v.optional(
    v.pipe(
      v.string(),
      v.check((value) => !/^(\w{2,}:|:)/.test(value), "is not a file; use a path"),
    ),
    "data/sessions.db",
  ),
  REDIS_URL: v.optional(RedisUrl),
  REDIS_PREFIX: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^(?=[!-~]+$)[^{]*\{[^}]+\}/,
        "holds no {tag}; put something in braces, as in {siwa}: so that all keys share a hash slot",
      ),
    ),
    "{siwa}:",
  ),
  KEEP_ALIVE_SECONDS: v.optional(
    WholeNumber(1, 3600, "is not a number of seconds; use 65, or more where a proxy keeps longer"),
    "65",
  ),
  METRICS_PORT: v.optional(Port), // metrics
  METRICS_HOST: v.optional(v.string(), "127.0.0.1"), // metrics
  LOG_LEVEL: v.optional(
    v.picklist(logLevels, `is unknown; use one of ${logLevels.join(", ")}`),
    "info",
  ),
});

function listed(value: string): string[] {
  return value.split(",").map((one) => one.trim());
}

function parseHttpUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Of `redis:` or `rediss:`; its path is the number of a database. */
function isRedisUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return (
    url !== undefined &&
    /^rediss?:$/.test(url.protocol) &&
    url.hostname !== "" &&
    /^(\/\d{0,4})?$/.test(url.pathname + url.search + url.hash) &&
    isDecodable(url.username + url.password)
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether an address is https, or http on this machine. */
export function isSecureOrLoopback(value: string): boolean {
  const url = parseHttpUrl(value);
  return url?.protocol !== "http:" || isLoopback(url.hostname);
}

function isSignInScope(scope: string): boolean {
  return ["openid", "email", "profile", "default"].includes(scope);
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
