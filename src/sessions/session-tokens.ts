import type { KeptTokens, TokenLedger, TokenState, Tokens } from "../auth/tokens.ts";
import type { EndedTokens, Id, Sealed, SharedStore, TokensRow } from "../store/shared-store.ts";
import { type Seal, sha256 } from "./sealing.ts";

/** The tokens of sessions, and the refresh tokens to revoke with them. */
export interface SessionTokens extends TokenLedger {
  /** Seals a session's first tokens; `replaced` are the refresh tokens of the one before it. */
  sealFirst(session: Id, tokens: Tokens, replaced: readonly string[]): Sealed;
  /** Opens tokens that were read. */
  open(session: Id, row: TokensRow | undefined): KeptTokens | undefined;
  /** Every refresh token that these sessions have or had. */
  refreshTokensOf(ended: readonly EndedTokens[]): readonly string[];
}

/**
 * Tokens, apart from the session: express-session writes a session as a whole and the last writer
 * wins, which would bring old tokens back. Here a write says on which condition it holds.
 *
 * @param options `leaseMs` is the time in which a refresh has to end, or its right to write goes
 */
export function createSessionTokens(options: {
  readonly store: SharedStore;
  readonly seal: Seal;
  readonly leaseMs: number;
}): SessionTokens {
  const { store, seal, leaseMs } = options;

  const open = (session: Id, row: TokensRow | undefined): KeptTokens | undefined => {
    const state = seal.open<TokenState>(row?.sealed, session);
    if (!row || !state) return undefined;
    const { tokens, scope, refreshes, replaced } = state;
    const { version, failures } = row;
    return { tokens, scope, refreshes, replaced, version, failures };
  };

  return {
    open,

    sealFirst(session, tokens, replaced) {
      const { scope } = tokens;
      const kept = replaced.slice(0, replacedKept);
      return seal.seal(
        { tokens, scope, refreshes: 0, replaced: kept } satisfies TokenState,
        session,
      );
    },

    refreshTokensOf(ended) {
      const all = ended.flatMap(({ session, sealed }) => {
        const state = seal.open<TokenState>(sealed, session);
        return [state?.tokens?.refreshToken ?? [], state?.replaced ?? []].flat();
      });
      return [...new Set(all)];
    },

    async read(sessionId) {
      const session = sha256(sessionId);
      return open(session, await store.tokens.get(session));
    },

    lease: (sessionId, claim) =>
      store.tokens.lease(sha256(sessionId), { ...claim, forMs: leaseMs }),

    write(sessionId, condition, state) {
      const session = sha256(sessionId);
      return store.tokens.write(session, condition, seal.seal(state, session));
    },

    release: (sessionId, owner) => store.tokens.release(sha256(sessionId), owner),
  };
}

const replacedKept = 50; // more than a person signs in anew without ever signing out
