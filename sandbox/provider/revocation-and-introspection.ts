import { authenticateClient } from "./client-authentication.ts";
import { findToken, revokeGrant } from "./grants.ts";
import { refuseUnless } from "./oauth-error.ts";
import { type Parameters, required } from "./parameters.ts";
import type { Provider } from "./provider.ts";

const tenYearsMs = 10 * 365 * 24 * 3600 * 1000;

/**
 * Takes a refresh token only: 400 for an access token or a missing field, 200 when the token is not
 * found. A token of another client counts as not found. The body of the 200 is undocumented.
 * @see Asana, "OAuth", token deauthorization endpoint; RFC 7009, 2.1
 */
export function revoke(provider: Provider, form: Parameters) {
  const [token = ""] = ["token", "client_id", "client_secret"].map((name) => required(form, name));
  const client = authenticateClient(provider, form);
  const found = findToken(provider, token);
  refuseUnless(found?.kind !== "access", "The `token` provided is not a refresh token.");
  if (found?.grant.clientId === client.id) {
    revokeGrant(provider, found.grantId);
  }
  return { data: {} };
}

/**
 * What a token is and may do; for access, refresh, personal and service-account tokens alike.
 * The answer for an unknown token is undocumented.
 * @see Asana, "OAuth", token introspection; RFC 7662, 2.2
 */
export function introspect(provider: Provider, form: Parameters) {
  const token = required(form, "token");
  const found = findToken(provider, token);
  const isKnown = found !== undefined || provider.state.tokens.has(token);
  const isAnswered = isKnown || provider.switches.introspectUnknown === "inactive";
  refuseUnless(isAnswered, "The `token` provided was invalid.");
  if (!found?.isActive) {
    return { active: false };
  }
  const expiresAt = found.expiresAt ?? provider.now() + tenYearsMs;
  return {
    token_type: found.kind === "refresh" ? "refresh" : "bearer",
    expires_in: Math.floor((expiresAt - provider.now()) / 1000),
    exp: Math.floor(expiresAt / 1000),
    scope: found.grant.scopes.join(" "),
    active: true,
    client_id: found.grant.clientId ?? undefined,
  };
}
