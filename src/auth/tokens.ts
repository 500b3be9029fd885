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

/** The tokens of one session as they are kept. */
export interface KeptTokens {
  /** Undefined once the access has ended. */
  readonly tokens: Tokens | undefined;
  /** What is granted, or was when the access ended; space-separated. */
  readonly scope: string;
  /** How often they were refreshed. */
  readonly refreshes: number;
  /** How often a refresh failed without ending the access. */
  readonly failures: number;
}

/**
 * Where tokens are kept, for all processes that serve the same people. Each method is one atomic
 * step; all throw what the store throws.
 */
export interface TokenLedger {
  read(sessionId: string): KeptTokens | undefined;
  /**
   * Claims the right to refresh, if it is free and the tokens are still those that the caller read.
   * A claim that nobody gives back ends at `expiresAt` (epoch milliseconds).
   */
  lease(
    sessionId: string,
    claim: { readonly refreshes: number; readonly owner: string; readonly expiresAt: number },
  ): boolean;
  /**
   * Keeps new tokens in place of those with this count, and gives the claim back. False when they
   * have been replaced meanwhile, or the session has ended.
   */
  replace(sessionId: string, refreshes: number, tokens: Tokens): boolean;
  /** Forgets the tokens with this count: Asana accepts them no more. */
  forget(sessionId: string, refreshes: number): void;
  /** Gives the claim back after a failure, and counts it. */
  release(sessionId: string, owner: string): void;
  /** Notes what Asana says is granted, unless the tokens have been replaced meanwhile. */
  correctScope(sessionId: string, refreshes: number, scope: string): void;
}
