import { findClient, isRegistered } from "../clients.ts";
import { identityScopes, knownScopes } from "../scope-names.ts";
import { refuseUnless } from "./oauth-error.ts";
import { readParameters } from "./parameters.ts";
import type { Provider } from "./provider.ts";

/** An authorization request that broke no rule. */
export type AuthorizationRequest = ReturnType<typeof readAuthorizationRequest>;

/**
 * Checks an authorization request, rule by rule, in the order in which the redirect URI becomes
 * trusted. Parameters that Asana does not document (`prompt`, `max_age` …) are ignored. An absent
 * `scope` means `default`, all permissions; identity scopes go with these and with granular ones.
 * @throws OAuthError
 * @see Asana, "OAuth" and "Troubleshooting"; RFC 6749, 3.1 and 4.1.2.1; RFC 7636, 4.4.1
 */
export function readAuthorizationRequest(query: string, provider: Provider) {
  const { switches, state: kept, extraRedirectUris } = provider;
  const parameters = readParameters(query);
  const { response_type = "", redirect_uri: redirectUri = "", state, nonce } = parameters;
  const client = findClient(kept, parameters.client_id);
  refuseUnless(client, "The `client_id` parameter does not match a valid application.");
  const isKnown = isRegistered(client, redirectUri) || extraRedirectUris.includes(redirectUri);
  const uriText = "The `redirect_uri` parameter does not match a valid url for the application.";
  refuseUnless(isKnown, uriText);
  refuseUnless(client.scopes.length > 0, "Your app does not have any scopes registered", "");

  const responseType = response_type.split(" ").toSorted().join(" ");
  const target = { redirectUri, responseType, state };
  const check = (holds: unknown, text: string, code?: string) =>
    refuseUnless(holds, text, code, target);
  check(responseType && state, "`response_type` and `state` are required.");
  const isSupported = ["code", "id_token", "code id_token"].includes(responseType);
  check(isSupported, "`response_type` is not supported.", "unsupported_response_type");

  const scopes = [...new Set((parameters.scope ?? "default").trim().split(/ +/))];
  const scopeTarget = switches.scopeError === "redirect" ? target : undefined;
  const unknown = quoted(scopes.filter((scope) => !knownScopes.has(scope)));
  refuseUnless(!unknown, `Not a recognized scope: ${unknown}.`, "invalid_scope", scopeTarget);
  const identity = switches.identityScopes === "allowed" ? identityScopes : [];
  const allowed = new Set([...client.scopes, ...identity]);
  const forbidden = scopes.filter((scope) => !allowed.has(scope));
  const what = forbidden.includes("default") ? "default identity" : quoted(forbidden);
  const scopeText = `Your app is not allowed to request user authorization for ${what} scopes.`;
  refuseUnless(forbidden.length === 0, scopeText, "forbidden_scopes", scopeTarget);
  const isOpenId = scopes.includes("openid");
  check(isOpenId || responseType === "code", "An ID token needs the scope openid.");

  const { code_challenge: codeChallenge, code_challenge_method: method } = parameters;
  const isDigest = codeChallenge === undefined || /^[\w-]{43}$/.test(codeChallenge);
  const isNeeded = switches.pkce === "required" && responseType !== "id_token";
  check(method === (codeChallenge && "S256"), "`code_challenge_method` must be S256.");
  check(isDigest, "`code_challenge` must be 43 characters of base64url.");
  check(codeChallenge || !isNeeded, "`code_challenge` is required.");
  return { client, target, scopes, codeChallenge, nonce };
}

function quoted(scopes: readonly string[]): string {
  return scopes.map((scope) => `'${scope}'`).join(", ");
}
