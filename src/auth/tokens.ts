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

/** The tokens of one session, and what the app has to remember with them. */
export interface TokenState {
  /** Undefined once the access has ended. */
  readonly tokens?: Tokens | undefined;
  /** What is granted, or was when the access ended; space-separated. */
  readonly scope: string;
  /** How often they were refreshed. */
  readonly refreshes: number;
  /** Refresh tokens of the sessions that this one took the place of, to be revoked with its own. */
  readonly replaced: readonly string[];
}

/** The same as it is kept. */
export interface KeptTokens extends TokenState {
  /** Counts every write. */
  readonly version: number;
  /** How often a refresh failed without ending the access. */
  readonly failures: number;
}

/**
 * Where tokens are kept, for all processes that serve the same people. Each method is one atomic
 * step; all reject with what the store rejects with.
 */
export interface TokenLedger {
  read(sessionId: string): Promise<KeptTokens | undefined>;
  /**
   * Claims the right to refresh, if it is free and the tokens are still those that the caller read.
   * A claim that nobody gives back ends by itself.
   */
  lease(
    sessionId: string,
    claim: { readonly version: number; readonly owner: string },
  ): Promise<boolean>;
  /**
   * Keeps this in place of what was read: while nothing else has been written (`version`), or while the
   * claim is still its `owner`'s, which gives it back. False when that is over.
   */
  write(
    sessionId: string,
    condition: { readonly version: number } | { readonly owner: string },
    state: TokenState,
  ): Promise<boolean>;
  /** Gives the claim back after a failure, and counts it. */
  release(sessionId: string, owner: string): Promise<void>;
}

/** What is kept after a refresh. */
export function refreshed({ refreshes, replaced }: TokenState, tokens: Tokens): TokenState {
  return { tokens, scope: tokens.scope, refreshes: refreshes + 1, replaced };
}

/** What is kept once Asana accepts the tokens no more. */
export function withoutTokens({ scope, refreshes, replaced }: TokenState): TokenState {
  return { scope, refreshes, replaced };
}

/** What is kept once Asana has said what is granted. */
export function withScope(state: TokenState, scope: string): TokenState {
  const { tokens, refreshes, replaced } = state;
  return { tokens: tokens && { ...tokens, scope }, scope, refreshes, replaced };
}
