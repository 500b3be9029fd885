import type { TokenLedger } from "../auth/token-ledger.ts";
import type { SessionDatabase } from "./database.ts";
import { sha256 } from "./hash.ts";

/**
 * The right to refresh a session's tokens, which one process has at a time. Each method is one
 * statement; all throw StoreError when the database fails.
 */
export function createTokenLeases(options: {
  readonly database: SessionDatabase;
  readonly now: () => number;
}): Pick<TokenLedger, "lease" | "release"> {
  const { database, now } = options;
  return {
    lease(sessionId, { refreshes, owner, expiresAt }) {
      const row = database.row(
        `UPDATE tokens SET lease_owner = ?, lease_expires_at = ?
         WHERE session = ? AND refreshes = ? AND (lease_owner IS NULL OR lease_expires_at <= ?)
         RETURNING 1`,
        owner,
        expiresAt,
        sha256(sessionId),
        refreshes,
        now(),
      );
      return row !== undefined;
    },

    release(sessionId, owner) {
      database.run(
        `UPDATE tokens SET lease_owner = NULL, failures = failures + 1
         WHERE session = ? AND lease_owner = ?`,
        sha256(sessionId),
        owner,
      );
    },
  };
}
