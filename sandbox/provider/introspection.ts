import type { RequestHandler } from "express";
import { required } from "./form-body.ts";
import { type Credential, findCredential } from "./grants.ts";
import { OAuthError } from "./oauth-error.ts";
import type { Provider } from "./provider.ts";

const tenYearsMs = 10 * 365 * 24 * 3600 * 1000;

/**
 * What a token is and may do; for access, refresh, personal and service-account tokens alike.
 * The answer for an unknown token is undocumented.
 *
 * @see Asana, "OAuth", token introspection; RFC 7662, 2.2
 */
export function introspectionEndpoint(provider: Provider): RequestHandler {
  return (req, res) => {
    const found = findCredential(provider, required(req, "token"));
    if (!found && provider.switches.introspectUnknown === 400) {
      throw new OAuthError("invalid_request", "The `token` provided was invalid.");
    }
    res.json(found?.isActive ? described(found, provider.now()) : { active: false });
  };
}

function described(found: Credential, now: number) {
  const isGranted = found.kind === "access" || found.kind === "refresh";
  const expiresAt = (isGranted ? found.expiresAt : null) ?? now + tenYearsMs;
  return {
    token_type: found.kind === "refresh" ? "refresh" : "bearer",
    expires_in: Math.floor((expiresAt - now) / 1000),
    exp: Math.floor(expiresAt / 1000),
    scope: isGranted ? found.grant.scopes.join(" ") : "default",
    active: true,
    client_id: isGranted ? found.grant.clientId : undefined,
  };
}
