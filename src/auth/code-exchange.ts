import * as client from "openid-client";
import * as v from "valibot";
import type { SignInAttempt } from "./authorization-request.ts";
import { verifyIdTokenSignature } from "./id-token-signature.ts";
import type { DiscoveredProvider, Provider } from "./provider.ts";
import { ScopeRefused, SignInError, type SignInErrorKind } from "./sign-in-error.ts";
import { textOrNothing } from "./text.ts";

/** The claims of a validated ID token; all else that it may hold is shown, never relied on. */
export type IdTokenClaims = client.IDToken;

export interface Tokens {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly accessTokenExpiresAt: number;
  readonly refreshToken: string | undefined;
  /** Granted scopes, space-separated: as the provider says, or else as requested. */
  readonly scope: string;
}

export type CodeExchange =
  /** The person, or Asana for them, said no; `code` is the OAuth error code, for the log. */
  { readonly outcome: "declined"; readonly code: string } | SignedInAtProvider;

export interface SignedInAtProvider {
  readonly outcome: "signed-in";
  readonly idTokenClaims: IdTokenClaims;
  readonly tokens: Tokens;
  /** Asana's `data` beside the tokens: who signed in. Unsigned, so for showing only. */
  readonly user: { readonly name: string | undefined; readonly email: string | undefined };
}

/**
 * Answers an authorization response: exchanges its code and validates the ID token. Nothing is
 * stored; the caller has taken the attempt that belongs to `state`, and starts the session.
 *
 * Who checks what (OpenID Connect Core 1.0, 3.1.3.7, by number):
 *
 * | check | by |
 * |---|---|
 * | `state`, `iss` of the response (RFC 9207), no parameter twice | here, and the library again |
 * | 2 issuer equals the discovered one, exactly | openid-client |
 * | 3 audience is our client id, and no other: we trust none | openid-client, here |
 * | 4, 5 `azp`, if there, is our client id | here |
 * | 6 signature, with the provider's keys | id-token-signature.ts; the library would skip it here |
 * | 7, 8 algorithm is one the provider lists, RS256 if it lists none; never `none` or HS256 | both |
 * | 9 not expired, `nbf` passed, 60 s tolerance | openid-client |
 * | 10 `iat` not in the future beyond the tolerance | here |
 * | 11 no nonce, since none was sent | openid-client |
 * | 12, 13 `acr`, `auth_time` | not requested |
 * | an ID token is there, `sub` is not empty | openid-client, here |
 * | code verifier (RFC 7636, 4.6) | the provider |
 *
 * @param currentUrl the redirect URI with the query of this request
 * @param now epoch milliseconds
 * @throws SignInError
 */
export async function exchangeCode(options: {
  readonly provider: Provider;
  readonly currentUrl: URL;
  readonly attempt: SignInAttempt;
  readonly now: () => number;
}): Promise<CodeExchange> {
  const { attempt, currentUrl, now } = options;
  const provider = await options.provider.discovered();
  const refusal = checkAuthorizationResponse(currentUrl.searchParams, { provider, attempt });
  if (refusal !== undefined) return { outcome: "declined", code: refusal };

  const response = await client
    .authorizationCodeGrant(provider.configuration, currentUrl, {
      expectedState: attempt.state,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: false, // told apart below: its absence has a page of its own
    })
    .catch(translateTokenError);
  const receivedAt = now();

  const idTokenClaims = response.claims();
  if (!response.id_token || !idTokenClaims) throw new SignInError("id-token-missing");
  checkClaims(idTokenClaims, { clientId: provider.clientId, receivedAt });
  await verifyIdTokenSignature(response.id_token, provider);

  return {
    outcome: "signed-in",
    idTokenClaims,
    tokens: {
      accessToken: response.access_token,
      accessTokenExpiresAt: receivedAt + lifetimeMs(response.expires_in),
      refreshToken: response.refresh_token,
      scope: response.scope ?? attempt.scope,
    },
    user: userBesideTokens(response.data),
  };
}

/** An hour, as Asana documents, when there is none; a year at most, whatever the number. */
function lifetimeMs(expiresInSeconds = 3600): number {
  return Math.min(expiresInSeconds, 365 * 24 * 3600) * 1000;
}

const clockToleranceMs = 60_000;

/**
 * Checks all but the state, which was checked when the attempt was taken: an attempt is found by its
 * state only.
 *
 * @returns the `error` code of a response that says no; undefined when there is a code to exchange
 */
function checkAuthorizationResponse(
  parameters: URLSearchParams,
  { provider, attempt }: { provider: DiscoveredProvider; attempt: SignInAttempt },
): string | undefined {
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) throw new SignInError("response-malformed"); // RFC 6749, 3.1

  const issuer = parameters.get("iss");
  if (issuer !== null && issuer !== provider.metadata.issuer) {
    throw new SignInError("issuer-mismatch"); // RFC 9207, 2.4
  }
  const error = parameters.get("error");
  if (Boolean(error) === Boolean(parameters.get("code"))) {
    throw new SignInError("response-malformed"); // neither, or both
  }
  if (error) return refusal(error, { parameters, attempt });
  return undefined;
}

/**
 * What an `error` of the authorization response means. Which code Asana sends when the person
 * presses Deny is not documented: whatever is not plainly a fault counts as a no.
 */
function refusal(
  error: string,
  { parameters, attempt }: { parameters: URLSearchParams; attempt: SignInAttempt },
): string {
  switch (error) {
    case "forbidden_scopes": // Asana's own
    case "invalid_scope":
      throw new ScopeRefused(
        refusedScopes(attempt.scope.split(" "), parameters.get("error_description") ?? ""),
      );
    case "invalid_request":
    case "unauthorized_client":
    case "unsupported_response_type":
      throw new SignInError("request-refused");
    case "server_error":
    case "temporarily_unavailable":
      throw new SignInError("provider-failed");
    default:
      return error;
  }
}

/** The requested scopes that Asana's text names; all of them when it names none. Only shown. */
function refusedScopes(requested: readonly string[], description: string): readonly string[] {
  const words = new Set(description.split(/[^\w:.]+/));
  const named = requested.filter((scope) => words.has(scope));
  return named.length > 0 ? named : requested;
}

/** What openid-client throws at the code exchange, told apart by class and code, never by message. */
function translateTokenError(error: unknown): never {
  throw new SignInError(tokenErrorKind(error), error);
}

function tokenErrorKind(error: unknown): SignInErrorKind {
  if (error instanceof client.ResponseBodyError) return oauthErrorKind(error.error, error.status);
  if (error instanceof client.WWWAuthenticateChallengeError) return "client-refused";
  if (!(error instanceof client.ClientError)) return "provider-failed"; // fetch: no connection
  if (error.cause instanceof Response && !error.cause.ok) return statusKind(error.cause.status);
  switch (error.code) {
    case undefined: // the library's wrapping of errors it does not know
      return "provider-failed";
    case "OAUTH_TIMEOUT":
      return "provider-slow";
    case "OAUTH_JWT_TIMESTAMP_CHECK_FAILED":
      return "id-token-untimely";
    default:
      return "answer-untrusted";
  }
}

function oauthErrorKind(error: string, status: number): SignInErrorKind {
  switch (error) {
    case "invalid_client":
    case "unauthorized_client":
      return "client-refused";
    case "invalid_grant": // the code: unknown, used, expired, another client's
    case "invalid_request": // undocumented which of the two a wrong verifier or redirect URI gives
      return "code-refused";
    case "invalid_scope":
    case "forbidden_scopes":
    case "unsupported_grant_type":
      return "request-refused";
    case "server_error":
    case "temporarily_unavailable":
      return "provider-failed";
    default:
      return statusKind(status);
  }
}

function statusKind(status: number): SignInErrorKind {
  if (status === 401) return "client-refused";
  return status === 400 ? "code-refused" : "provider-failed";
}

function checkClaims(
  claims: IdTokenClaims,
  { clientId, receivedAt }: { clientId: string; receivedAt: number },
): void {
  const isForUs =
    [claims.aud].flat().every((audience) => audience === clientId) &&
    (claims.azp === undefined || claims.azp === clientId);
  if (!isForUs || !claims.sub) throw new SignInError("answer-untrusted");
  if (claims.iat * 1000 > receivedAt + clockToleranceMs) throw new SignInError("id-token-untimely");
}

function userBesideTokens(data: unknown): SignedInAtProvider["user"] {
  const { name, email } = v.is(v.record(v.string(), v.unknown()), data) ? data : {};
  return { name: textOrNothing(name), email: textOrNothing(email) };
}
