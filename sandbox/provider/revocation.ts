import type { RequestHandler } from "express";
import { authenticateClient } from "./client-authentication.ts";
import { required } from "./form-body.ts";
import { findCredential, revokeGrant } from "./grants.ts";
import { OAuthError } from "./oauth-error.ts";
import type { Provider } from "./provider.ts";

/**
 * Takes a refresh token only: 400 for an access token or a missing field, 200 when the token is not
 * found. A token of another client counts as not found. The body of the 200 is undocumented.
 *
 * @see Asana, "OAuth", token deauthorization endpoint; RFC 7009, 2.1
 */
export function revocationEndpoint(provider: Provider): RequestHandler {
  return (req, res) => {
    const [token] = ["token", "client_id", "client_secret"].map((name) => required(req, name));
    const client = authenticateClient(provider, req);
    const found = findCredential(provider, token);
    if (found && found.kind !== "refresh") {
      throw new OAuthError("invalid_request", "The `token` provided is not a refresh token.");
    }
    if (found && found.grant.clientId === client.id) {
      revokeGrant(provider, found.grantId);
    }
    res.json({ data: {} });
  };
}
