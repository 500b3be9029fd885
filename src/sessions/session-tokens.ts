import type { TokenLedger } from "../auth/token-ledger.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { SessionDatabase } from "./database.ts";
import { sha256 } from "./hash.ts";
import type { PersonIds } from "./person.ts";
import { createSealedTokensRows, type SealedTokens } from "./sealed-tokens.ts";
import type { Seal } from "./sealing.ts";
import { ofPersonSql } from "./sessions-of-person.ts";
import { createTokenLeases } from "./token-leases.ts";

/** The tokens of sessions, and those that are to be given back with them. */
export interface SessionTokens extends TokenLedger {
  /**
   * Keeps the first tokens of a session that is in the store.
   *
   * @param replaced refresh tokens of the session that this one takes the place of
   */
  add(sessionId: string, tokens: Tokens, replaced: readonly string[]): void;
  /**
   * Takes every refresh token that a session has or had out of the store: one that a refresh gets
   * in this moment finds no place any more, and is given back.
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
export function createSessionTokens(options: {
  readonly database: SessionDatabase;
  readonly seal: Seal;
  readonly now: () => number;
}): SessionTokens {
  const rows = createSealedTokensRows(options);
  return {
    ...createTokenLeases(options),

    add: (sessionId, tokens, replaced) =>
      rows.insert(sha256(sessionId), { tokens, scope: tokens.scope, replaced: newest(replaced) }),

    read(sessionId) {
      const kept = rows.open(sha256(sessionId));
      if (!kept) return undefined;
      const { tokens, scope, refreshes, failures } = kept;
      return { tokens, scope, refreshes, failures };
    },

    replace(sessionId, refreshes, tokens) {
      const id = sha256(sessionId);
      const value = { tokens, scope: tokens.scope, replaced: rows.open(id)?.replaced ?? [] };
      const also = "refreshes = refreshes + 1, lease_owner = NULL";
      return rows.update(id, refreshes, { value, also });
    },

    forget(sessionId, refreshes) {
      const id = sha256(sessionId);
      const kept = rows.open(id);
      if (!kept) return;
      const { scope, replaced } = kept;
      rows.update(id, refreshes, { value: { scope, replaced }, also: "lease_owner = NULL" });
    },

    correctScope(sessionId, refreshes, scope) {
      const id = sha256(sessionId);
      const kept = rows.open(id);
      if (!kept?.tokens || kept.scope === scope) return;
      const { tokens, replaced } = kept;
      rows.update(id, refreshes, { value: { tokens: { ...tokens, scope }, scope, replaced } });
    },

    takeRefreshTokens: (sessionId) => refreshTokensOf(rows.take("session = ?", sha256(sessionId))),

    takeRefreshTokensOfPerson: (person) =>
      refreshTokensOf(
        rows.take(
          `session IN (SELECT id FROM sessions WHERE ${ofPersonSql})`,
          JSON.stringify(person),
        ),
      ),
  };
}

const replacedKept = 50; // more than a person signs in anew without ever signing out

function newest(replaced: readonly string[]): readonly string[] {
  return replaced.slice(0, replacedKept);
}

function refreshTokensOf(kept: readonly SealedTokens[]): readonly string[] {
  const all = kept.flatMap(({ tokens, replaced }) => [
    ...(tokens?.refreshToken ? [tokens.refreshToken] : []),
    ...replaced,
  ]);
  return [...new Set(all)];
}
