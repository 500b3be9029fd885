import type { KeptTokens } from "../auth/token-ledger.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { SessionDatabase } from "./database.ts";
import type { Seal } from "./sealing.ts";

/** What is sealed in a row of the table `tokens`. */
export interface SealedTokens {
  readonly tokens?: Tokens;
  readonly scope: string;
  /** Refresh tokens of the sessions that this one took the place of. */
  readonly replaced: readonly string[];
}

/** A row, opened. */
export type OpenedTokens = SealedTokens & Pick<KeptTokens, "refreshes" | "failures">;

/** The rows of the table `tokens`, by hashed session id. All methods throw StoreError. */
export interface SealedTokensRows {
  open(id: string): OpenedTokens | undefined;
  insert(id: string, value: SealedTokens): void;
  /**
   * Writes a value in place of the one with this count of refreshes.
   *
   * @param also what else the row gets, in SQL
   * @returns false when the count has moved on, or the row is gone
   */
  update(id: string, refreshes: number, written: { value: SealedTokens; also?: string }): boolean;
  /** Deletes the rows that a condition in SQL names; what stood in them. */
  take(conditionSql: string, value: string): readonly SealedTokens[];
}

/** Seals what a row holds, for that row only. */
export function createSealedTokensRows(options: {
  readonly database: SessionDatabase;
  readonly seal: Seal;
}): SealedTokensRows {
  const { database, seal } = options;
  const opened = (sealed: unknown, id: string) =>
    sealed ? (seal.open(sealed as Buffer, id) as SealedTokens | undefined) : undefined;

  return {
    open(id) {
      const [sealed, refreshes, failures] =
        database.row("SELECT sealed, refreshes, failures FROM tokens WHERE session = ?", id) ?? [];
      const value = opened(sealed, id);
      return value && { ...value, refreshes: Number(refreshes), failures: Number(failures) };
    },

    insert(id, value) {
      database.run(
        `INSERT INTO tokens (session, sealed, refreshes, failures, lease_owner, lease_expires_at)
         VALUES (?, ?, 0, 0, NULL, 0)`,
        id,
        seal.seal(value, id),
      );
    },

    update(id, refreshes, { value, also }) {
      const row = database.row(
        `UPDATE tokens SET sealed = ?${also ? `, ${also}` : ""}
         WHERE session = ? AND refreshes = ? RETURNING 1`,
        seal.seal(value, id),
        id,
        refreshes,
      );
      return row !== undefined;
    },

    take(conditionSql, value) {
      const rows = database.rows(
        `DELETE FROM tokens WHERE ${conditionSql} RETURNING session, sealed`,
        value,
      );
      return rows.flatMap(([id, sealed]) => opened(sealed, String(id)) ?? []);
    },
  };
}
