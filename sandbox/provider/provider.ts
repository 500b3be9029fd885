import type { AuditLog } from "../audit-log.ts";
import type { IssuedSecret, State } from "../state.ts";
import type { Switches } from "../switches.ts";

/** What the endpoints of the OpenID Provider share. */
export interface Provider {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly extraRedirectUris: readonly string[];
  readonly switches: Switches;
  readonly state: State;
  /** Of the organization; takes down who signs in and which app they let in. */
  readonly auditLog: AuditLog;
  /** Epoch milliseconds. */
  now(): number;
  /** Takes note of a secret that is about to leave. */
  issued(secret: IssuedSecret): void;
}

/** Asana's own paths. @see Asana, "OAuth" and "OpenID Connect"; `jwks` is only observed */
export const paths = {
  authorize: "/-/oauth_authorize",
  token: "/-/oauth_token",
  revoke: "/-/oauth_revoke",
  token_info: "/-/token_info",
  discovery: "/api/1.0/.well-known/openid-configuration",
  userinfo: "/api/1.0/openid_connect/userinfo",
  jwks: "/api/1.0/openid_connect/jwks",
} as const;

/** No trailing slash, as observed by integrators; `issuerSlash=yes` adds one. */
export function issuerOf({ origin, switches }: Provider): string {
  return `${origin}/api/1.0${switches.issuerSlash === "yes" ? "/" : ""}`;
}
