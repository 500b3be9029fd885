import type { TokenLedger } from "../auth/token-ledger.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { StoreContext } from "./database.ts";
import type { PersonIds } from "./person.ts";
import { openTokens, takeTokens, updateTokens } from "./sealed-tokens.ts";
import { sha256 } from "./sealing.ts";
import { ofPersonSql } from "./sessions-of-person.ts";
import { createTokenLeases } from "./token-leases.ts";

/** The tokens of sessions, and the refresh tokens to revoke with them. */
export interface SessionTokens extends TokenLedger {
  /**
   * Keeps the first tokens of a session that is in the store.
   *
   * @param replaced refresh tokens of the session that this one takes the place of
   */
  add(sessionId: string, tokens: Tokens, replaced: readonly string[]): void;
  /**
   * Takes every refresh token that a session has or had out of the store. A refresh that is under
   * way then finds no place for its tokens, and revokes them.
   */
  takeRefreshTokens(sessionId: string): readonly string[];
  /** Takes those of all sessions of a person. */
  takeRefreshTokensOfPerson(person: PersonIds): readonly string[];
}

/**
 * Tokens, apart from the session: express-session writes a session as a whole and the last writer
 * wins, which would bring old tokens back. Here a write names the tokens that it replaces, and does
 * nothing when they are not there any more.
 *
 * All methods throw StoreError when the database fails.
 */
export function createSessionTokens(context: StoreContext): SessionTokens {
  const { database, seal } = context;
  return {
    ...createTokenLeases(context),

    add(sessionId, tokens, replaced) {
      const id = sha256(sessionId);
      const value = { tokens, scope: tokens.scope, replaced: replaced.slice(0, replacedKept) };
      database.run(
        `INSERT INTO tokens (session, sealed, refreshes, failures, lease_owner, lease_expires_at)
         VALUES (?, ?, 0, 0, NULL, 0)`,
        id,
        seal.seal(value, id),
      );
    },

    read(sessionId) {
      const kept = openTokens(context, sha256(sessionId));
      if (!kept) return undefined;
      const { tokens, scope, refreshes, failures } = kept;
      return { tokens, scope, refreshes, failures };
    },

    replace(sessionId, refreshes, tokens) {
      const id = sha256(sessionId);
      const replaced = openTokens(context, id)?.replaced ?? [];
      const value = { tokens, scope: tokens.scope, replaced };
      const also = "refreshes = refreshes + 1, lease_owner = NULL";
      return updateTokens(context, { id, refreshes }, { value, also });
    },

    forget(sessionId, refreshes) {
      const id = sha256(sessionId);
      const kept = openTokens(context, id);
      if (!kept) return;
      const value = { scope: kept.scope, replaced: kept.replaced };
      updateTokens(context, { id, refreshes }, { value, also: "lease_owner = NULL" });
    },

    correctScope(sessionId, refreshes, scope) {
      const id = sha256(sessionId);
      const kept = openTokens(context, id);
      if (!kept?.tokens || kept.scope === scope) return;
      const value = { tokens: { ...kept.tokens, scope }, scope, replaced: kept.replaced };
      updateTokens(context, { id, refreshes }, { value });
    },

    takeRefreshTokens: (sessionId) => takeTokens(context, "session = ?", sha256(sessionId)),

    takeRefreshTokensOfPerson(person) {
      const ofPerson = `session IN (SELECT id FROM sessions WHERE ${ofPersonSql})`;
      return takeTokens(context, ofPerson, JSON.stringify(person));
    },
  };
}

const replacedKept = 50; // more than a person signs in anew without ever signing out
