import type { Tokens } from "./tokens.ts";

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
   * Keeps new tokens in place of those with this count, and gives the claim back.
   *
   * @returns false when the tokens have been replaced meanwhile, or the session has ended
   */
  replace(sessionId: string, refreshes: number, tokens: Tokens): boolean;
  /** Forgets the tokens with this count: Asana accepts them no more. */
  forget(sessionId: string, refreshes: number): void;
  /** Gives the claim back after a failure, and counts it. */
  release(sessionId: string, owner: string): void;
  /** Notes what Asana says is granted, unless the tokens have been replaced meanwhile. */
  correctScope(sessionId: string, refreshes: number, scope: string): void;
}
