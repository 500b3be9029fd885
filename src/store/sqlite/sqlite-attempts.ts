import type { AttemptRows, Sealed } from "../shared-store.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** Sign-in attempts in their table. */
export function sqliteAttempts(connection: SqliteConnection, now: () => number): AttemptRows {
  return {
    add: async ({ id, browser, sealed, expiresAt }, keepNewest) =>
      connection.atOnce((sql) => {
        sql.run(addSql, id, browser, sealed, expiresAt);
        sql.run(deleteSurplusSql, browser, keepNewest);
      }),
    async take(id) {
      // One statement, so that of two requests at once only one gets it.
      const row = connection.first<Row>(takeSql, id);
      return row && row.expiresAt > now() ? row.sealed : undefined;
    },
  };
}

interface Row {
  readonly sealed: Sealed;
  readonly expiresAt: number;
}

const addSql = "INSERT INTO attempts (id, browser, sealed, expires_at) VALUES (?, ?, ?, ?)";

const deleteSurplusSql = `
  DELETE FROM attempts WHERE rowid IN (
    SELECT rowid FROM attempts WHERE browser = ?
    ORDER BY rowid DESC LIMIT -1 OFFSET ?)`;

const takeSql = "DELETE FROM attempts WHERE id = ? RETURNING sealed, expires_at AS expiresAt";
