import type { Client } from "../fixed-values.ts";
import type { Switches } from "../switches.ts";
import { findClient, isRegisteredRedirectUri } from "./clients.ts";
import { isCodeChallenge } from "./pkce.ts";
import { requestedScopes, scopeRefusal } from "./scopes.ts";

/** An authorization request that broke no rule. */
export interface AuthorizationRequest {
  readonly client: Client;
  readonly target: ResponseTarget;
  readonly wantsCode: boolean;
  readonly wantsIdToken: boolean;
  readonly scopes: readonly string[];
  readonly codeChallenge: string | null;
  readonly nonce: string | null;
}

/** Where the authorization response goes, once the redirect URI is trusted. */
export interface ResponseTarget {
  readonly redirectUri: string;
  readonly state: string | null;
  /** ID tokens go behind the `#`. @see OAuth 2.0 Multiple Response Type Encoding, 3 and 5 */
  readonly inFragment: boolean;
}

/** A refused request; without a `target` the person sees a page and nothing is redirected. */
export class AuthorizationError extends Error {
  readonly error: string;
  readonly target: ResponseTarget | null;
  constructor(error: string, text: string, target: ResponseTarget | null) {
    super(text);
    this.error = error;
    this.target = target;
  }
}

const responseTypes: readonly string[] = ["code", "id_token", "code id_token"];

/**
 * Checks an authorization request, rule by rule, in the order in which the redirect URI becomes
 * trusted. Parameters that Asana does not document (`prompt`, `max_age` …) are ignored.
 *
 * @throws AuthorizationError
 * @see Asana, "OAuth", user authorization endpoint; RFC 6749, 3.1 and 4.1.2.1; RFC 7636, 4.4.1
 */
export function readAuthorizationRequest(
  query: URLSearchParams,
  { switches, extraRedirectUris }: { switches: Switches; extraRedirectUris: readonly string[] },
): AuthorizationRequest {
  refuseRepeated(query);
  const client = readClient(query);
  const redirectUri = readRedirectUri(query, extraRedirectUris);

  const responseType = (query.get("response_type") ?? "").split(" ").toSorted().join(" ");
  const wantsIdToken = responseType.includes("id_token");
  const target = { redirectUri, state: query.get("state"), inFragment: wantsIdToken };
  if (responseType === "" || !target.state) {
    throw invalid("`response_type` and `state` are required.", target);
  }
  if (!responseTypes.includes(responseType)) {
    const text = "`response_type` is not supported.";
    throw new AuthorizationError("unsupported_response_type", text, target);
  }

  const scopes = requestedScopes(query.get("scope"));
  const refusal = scopeRefusal(client, scopes, switches);
  if (refusal) {
    const scopeTarget = switches.scopeError === "redirect" ? target : null;
    throw new AuthorizationError(refusal.error, refusal.text, scopeTarget);
  }
  if (wantsIdToken && !scopes.includes("openid")) {
    throw invalid("An ID token needs the scope openid.", target);
  }

  const wantsCode = responseType.includes("code");
  const codeChallenge = readCodeChallenge(query, target);
  if (codeChallenge === null && wantsCode && switches.pkce === "required") {
    throw invalid("`code_challenge` is required.", target);
  }
  const nonce = query.get("nonce");
  return { client, target, wantsCode, wantsIdToken, scopes, codeChallenge, nonce };
}

function refuseRepeated(query: URLSearchParams): void {
  const names = [...query.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw invalid(`The \`${repeated}\` parameter is repeated.`, null);
  }
}

function readClient(query: URLSearchParams): Client {
  const client = findClient(query.get("client_id"));
  if (!client) {
    throw invalid("The `client_id` parameter does not match a valid application.", null);
  }
  return client;
}

function readRedirectUri(query: URLSearchParams, extra: readonly string[]): string {
  const uri = query.get("redirect_uri") ?? "";
  if (!isRegisteredRedirectUri(uri, extra)) {
    const text = "The `redirect_uri` parameter does not match a valid url for the application.";
    throw invalid(text, null);
  }
  return uri;
}

function readCodeChallenge(query: URLSearchParams, target: ResponseTarget): string | null {
  const codeChallenge = query.get("code_challenge");
  if (query.get("code_challenge_method") !== (codeChallenge === null ? null : "S256")) {
    throw invalid("`code_challenge_method` must be S256.", target);
  }
  if (codeChallenge !== null && !isCodeChallenge(codeChallenge)) {
    throw invalid("`code_challenge` must be 43 characters of base64url.", target);
  }
  return codeChallenge;
}

function invalid(text: string, target: ResponseTarget | null): AuthorizationError {
  return new AuthorizationError("invalid_request", text, target);
}
