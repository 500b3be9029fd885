import type { KeptTokens } from "../auth/token-ledger.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { StoreContext } from "./database.ts";

/** What is sealed in a row of the table `tokens`; rows are named by hashed session ids. */
export interface SealedTokens {
  readonly tokens?: Tokens;
  readonly scope: string;
  /** Refresh tokens of the sessions that this one took the place of. */
  readonly replaced: readonly string[];
}

/**
 * Reads a row.
 *
 * @throws StoreError
 */
export function openTokens(
  { database, seal }: StoreContext,
  id: string,
): (SealedTokens & Pick<KeptTokens, "refreshes" | "failures">) | undefined {
  const sql = "SELECT sealed, refreshes, failures FROM tokens WHERE session = ?";
  const [sealed, refreshes, failures] = database.row(sql, id);
  const value = seal.open<SealedTokens>(sealed, id);
  return value && { ...value, refreshes: Number(refreshes), failures: Number(failures) };
}

/**
 * Writes a value in place of the one with this count of refreshes.
 *
 * @param also what else the row gets, in SQL
 * @returns false when the count has moved on, or the row is gone
 * @throws StoreError
 */
export function updateTokens(
  { database, seal }: StoreContext,
  { id, refreshes }: { readonly id: string; readonly refreshes: number },
  { value, also }: { readonly value: SealedTokens; readonly also?: string },
): boolean {
  const columns = also ? `sealed = ?, ${also}` : "sealed = ?";
  const sql = `UPDATE tokens SET ${columns} WHERE session = ? AND refreshes = ? RETURNING 1`;
  return database.rows(sql, seal.seal(value, id), id, refreshes).length > 0;
}

/**
 * Deletes the rows that a condition in SQL names.
 *
 * @returns every refresh token that stood in them
 * @throws StoreError
 */
export function takeTokens(
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
