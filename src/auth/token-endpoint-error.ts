import * as client from "openid-client";

/** Why the token endpoint gave no tokens, for a code or for a refresh token. */
export type TokenEndpointFailure =
  | "grant-refused" // the code or the refresh token: unknown, used, expired, revoked
  | "refused" // a 400 that does not say so: a wrong verifier or redirect URI may give it
  | "client-refused" // our client id and secret
  | "request-refused" // Asana never grants what the app asked for
  | "failed"
  | "slow"
  | "id-token-untimely"
  | "untrusted"; // the answer fails a check of the library

/** What openid-client throws there, by class and code, never by message (RFC 6749, 5.2). */
export function tokenEndpointFailure(error: unknown): TokenEndpointFailure {
  if (error instanceof client.ResponseBodyError) {
    return ofOAuthError.get(error.error) ?? ofStatus(error.status);
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return "client-refused";
  if (!(error instanceof client.ClientError)) return "failed"; // fetch: no connection
  if (error.cause instanceof Response && !error.cause.ok) return ofStatus(error.cause.status);
  switch (error.code) {
    case undefined: // the library's wrapping of errors it does not know
    case "OAUTH_RESPONSE_IS_NOT_JSON": // a proxy's page
      return "failed";
    case "OAUTH_TIMEOUT":
      return "slow";
    case "OAUTH_JWT_TIMESTAMP_CHECK_FAILED":
      return "id-token-untimely";
    default:
      return "untrusted";
  }
}

const ofOAuthError: ReadonlyMap<string, TokenEndpointFailure> = new Map([
  ["invalid_client", "client-refused"],
  ["unauthorized_client", "client-refused"],
  ["invalid_grant", "grant-refused"],
  ["invalid_request", "refused"],
  ["invalid_scope", "request-refused"],
  ["forbidden_scopes", "request-refused"], // Asana's own
  ["unsupported_grant_type", "request-refused"],
  ["server_error", "failed"],
  ["temporarily_unavailable", "failed"],
]);

function ofStatus(status: number): TokenEndpointFailure {
  if (status === 401) return "client-refused";
  return status === 400 ? "refused" : "failed";
}
