import type { TokenLedger } from "../auth/token-ledger.ts";
import type { StoreContext } from "./database.ts";
import { sha256 } from "./sealing.ts";

/** The right to refresh a session's tokens, which one process has at a time. */
export function createTokenLeases(context: StoreContext): Pick<TokenLedger, "lease" | "release"> {
  const { database, now } = context;
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
      database.run(
        `UPDATE tokens SET lease_owner = NULL, failures = failures + 1
         WHERE session = ? AND lease_owner = ?`,
        sha256(sessionId),
        owner,
      );
    },
  };
}
