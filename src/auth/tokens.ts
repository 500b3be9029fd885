import type * as client from "openid-client";

/** The tokens that the app acts with for a person. */
export interface Tokens {
  readonly accessToken: string;
  /** Epoch milliseconds, both. */
  readonly accessTokenReceivedAt: number;
  readonly accessTokenExpiresAt: number;
  readonly refreshToken: string | undefined;
  /** Granted scopes, space-separated: as the provider says, or else as requested. */
  readonly scope: string;
}

/**
 * Reads the tokens out of a token response.
 *
 * @param before the requested scope and the refresh token in use, for a response without them: Asana
 *   sends no refresh token with a refreshed access token
 * @see RFC 6749, 5.1 and 6; Asana's page "OAuth", "Token exchange endpoint"
 */
export function tokensOf(
  response: client.TokenEndpointResponse,
  receivedAt: number,
  before: { readonly scope: string; readonly refreshToken?: string | undefined },
): Tokens {
  return {
    accessToken: response.access_token,
    accessTokenReceivedAt: receivedAt,
    accessTokenExpiresAt: receivedAt + lifetimeMs(response.expires_in),
    refreshToken: response.refresh_token ?? before.refreshToken,
    scope: response.scope ?? before.scope,
  };
}

/** An hour, as Asana documents, when there is none; a larger number than a year counts as a year. */
function lifetimeMs(expiresInSeconds = 3600): number {
  return Math.min(expiresInSeconds, 365 * 24 * 3600) * 1000;
}
