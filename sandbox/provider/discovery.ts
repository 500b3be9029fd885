import type { RequestHandler } from "express";
import { issuerOf, type Provider, paths } from "./provider.ts";
import { publicHalf } from "./signing-keys.ts";

/**
 * The metadata. Nothing about PKCE, grant types, revocation, introspection or logout: nobody has
 * seen these in Asana's.
 *
 * @see Asana, "OpenID Connect"; OpenID Connect Discovery 1.0, 3
 */
export function discoveryEndpoint(provider: Provider): RequestHandler {
  const { origin, switches } = provider;
  return (_req, res) => {
    res.json({
      issuer: issuerOf(provider),
      authorization_endpoint: origin + paths.authorize,
      token_endpoint: origin + paths.token,
      userinfo_endpoint: origin + paths.userInfo,
      jwks_uri: origin + paths.jwks,
      response_types_supported: ["code", "id_token", "code id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: [switches.idTokenAlg],
      scopes_supported: ["openid", "email", "profile"],
      token_endpoint_auth_methods_supported: ["client_secret_post"],
      claims_supported: ["sub", "name", "email", "picture"],
      code_challenge_methods_supported: switches.metadataPkce === "S256" ? ["S256"] : undefined,
    });
  };
}

/** The public key that verifies ID tokens now. @see RFC 7517, 5 */
export function jwksEndpoint({ keys, switches }: Provider): RequestHandler {
  return async (_req, res) => {
    const key = await keys.keyFor(switches.idTokenAlg);
    res.json({ keys: [publicHalf(key, switches.kid)] });
  };
}
