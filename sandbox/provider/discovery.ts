import { issuerOf, type Provider, paths } from "./provider.ts";

/**
 * The metadata. Nothing about PKCE, grant types, revocation, introspection or logout: nobody has
 * seen these in Asana's.
 * @see Asana, "OpenID Connect"; OpenID Connect Discovery 1.0, 3
 */
export function metadata(provider: Provider) {
  const { origin, switches } = provider;
  return {
    issuer: issuerOf(provider),
    authorization_endpoint: origin + paths.authorize,
    token_endpoint: origin + paths.token,
    userinfo_endpoint: origin + paths.userinfo,
    jwks_uri: origin + paths.jwks,
    response_types_supported: ["code", "id_token", "code id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [switches.idTokenAlg],
    scopes_supported: ["openid", "email", "profile"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    claims_supported: ["sub", "name", "email", "picture"],
    code_challenge_methods_supported: switches.metadataPkce === "S256" ? ["S256"] : undefined,
  };
}
