import type { KeptTokens, TokenLedger, Tokens } from "../auth/tokens.ts";
import type { StoreContext } from "./database.ts";
import { sha256 } from "./sealing.ts";
import { ofPersonSql, type PersonIds } from "./sessions-of-person.ts";

/** The tokens of sessions, and the refresh tokens to revoke with them. */
export interface SessionTokens extends TokenLedger {
  /** Keeps a session's first tokens; `replaced` are the refresh tokens of the one before it. */
  add(sessionId: string, tokens: Tokens, replaced: readonly string[]): void;
  /**
   * Takes every refresh token that a session has or had out of the store. A refresh that is under
   * way then finds no place for its tokens, and revokes them.
   */
  takeRefreshTokens(sessionId: string): readonly string[];
  /** Takes those of all sessions of a person. */
  takeRefreshTokensOfPerson(person: PersonIds): readonly string[];
}

/** What is sealed in a row; rows are named by hashed session ids. */
interface SealedTokens {
  readonly tokens?: Tokens;
  readonly scope: string;
  /** Refresh tokens of the sessions that this one took the place of. */
  readonly replaced: readonly string[];
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
    ...leases(context),

    add(sessionId, tokens, replaced) {
      const id = sha256(sessionId);
      const value = { tokens, scope: tokens.scope, replaced: replaced.slice(0, replacedKept) };
      database.run(
        `INSERT INTO tokens (session, sealed, refreshes, failures, lease_owner, lease_expires_at)
         VALUES (?, ?, 0, 0, NULL, 0)`,
        ...[id, seal.seal(value, id)],
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
      const also = ", refreshes = refreshes + 1, lease_owner = NULL";
      return updateTokens(context, { id, refreshes }, { value, also });
    },

    forget(sessionId, refreshes) {
      const id = sha256(sessionId);
      const kept = openTokens(context, id);
      if (!kept) return;
      const value = { scope: kept.scope, replaced: kept.replaced };
      updateTokens(context, { id, refreshes }, { value, also: ", lease_owner = NULL" });
    },

    correctScope(sessionId, refreshes, scope) {
      const id = sha256(sessionId);
      const kept = openTokens(context, id);
      if (!kept?.tokens || kept.scope === scope) return;
      const value = { tokens: { ...kept.tokens, scope }, scope, replaced: kept.replaced };
      updateTokens(context, { id, refreshes }, { value, also: "" });
    },

    takeRefreshTokens: (sessionId) => takeTokens(context, "session = ?", sha256(sessionId)),

    takeRefreshTokensOfPerson(person) {
      const ofPerson = `session IN (SELECT id FROM sessions WHERE ${ofPersonSql})`;
      return takeTokens(context, ofPerson, JSON.stringify(person));
    },
  };
}

/** The right to refresh a session's tokens, which one process has at a time. */
function leases({ database, now }: StoreContext): Pick<TokenLedger, "lease" | "release"> {
  return {
    lease(sessionId, { refreshes, owner, expiresAt }) {
      const leased = database.rows(
        `UPDATE tokens SET lease_owner = ?, lease_expires_at = ?
         WHERE session = ? AND refreshes = ? AND (lease_owner IS NULL OR lease_expires_at <= ?)
         RETURNING 1`,
        ...[owner, expiresAt, sha256(sessionId), refreshes, now()],
      );
      return leased.length > 0;
    },

    release(sessionId, owner) {
      const sql = `UPDATE tokens SET lease_owner = NULL, failures = failures + 1
        WHERE session = ? AND lease_owner = ?`;
      database.run(sql, sha256(sessionId), owner);
    },
  };
}

const replacedKept = 50; // more than a person signs in anew without ever signing out

function openTokens(
  { database, seal }: StoreContext,
  id: string,
): (SealedTokens & Pick<KeptTokens, "refreshes" | "failures">) | undefined {
  const sql = "SELECT sealed, refreshes, failures FROM tokens WHERE session = ?";
  const [sealed, refreshes, failures] = database.row(sql, id);
  const value = seal.open<SealedTokens>(sealed, id);
  return value && { ...value, refreshes: Number(refreshes), failures: Number(failures) };
}

/**
 * Writes a value, and in SQL what `also` says, in place of the one with this count of refreshes.
 * False when the count has moved on, or the row is gone.
 */
function updateTokens(
  { database, seal }: StoreContext,
  { id, refreshes }: { readonly id: string; readonly refreshes: number },
  { value, also }: { readonly value: SealedTokens; readonly also: string },
): boolean {
  const sql = `UPDATE tokens SET sealed = ?${also} WHERE session = ? AND refreshes = ? RETURNING 1`;
  return database.rows(sql, seal.seal(value, id), id, refreshes).length > 0;
}

/** Deletes the rows that a condition in SQL names, and gives every refresh token in them. */
function takeTokens(
  { database, seal }: StoreContext,
  conditionSql: string,
  conditionValue: string,
): readonly string[] {
  const sql = `DELETE FROM tokens WHERE ${conditionSql} RETURNING session, sealed`;
  const all = database.rows(sql, conditionValue).flatMap(([id, sealed]) => {
    const kept = seal.open<SealedTokens>(sealed, String(id));
    return [kept?.tokens?.refreshToken ?? [], kept?.replaced ?? []].flat();
  });
  return [...new Set(all)];
}
