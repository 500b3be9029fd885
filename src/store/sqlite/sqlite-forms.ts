import type { FormRows, Sealed } from "../shared-store.ts";
import { isSession, keyAndId, sessionKey } from "./session-key.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** Forms in their table. */
export function sqliteForms(connection: SqliteConnection, now: () => number): FormRows {
  return {
    begin: async ({ id, session, sealed, begunAt, expiresAt }, keepNewest) =>
      connection.atOnce((sql) => {
        const values = [id, sealed, begunAt, expiresAt, ...keyAndId(session), now()];
        if (sql.run(beginSql, ...values) === 0) return false;
        sql.run(deleteSurplusSql, sessionKey(session), keepNewest);
        return true;
      }),
    async finish(id, sealed) {
      connection.run("UPDATE forms SET sealed = ?, is_done = 1 WHERE id = ?", sealed, id);
    },
    async get(id, session) {
      const row = connection.first<Row>(getSql, id, sessionKey(session), now());
      return row && { sealed: row.sealed, isDone: row.isDone === 1, begunAt: row.begunAt };
    },
  };
}

interface Row {
  readonly sealed: Sealed;
  readonly isDone: number;
  readonly begunAt: number;
}

/** In place of one of the same id only if that has expired. */
const beginSql = `
  INSERT INTO forms (id, session, sealed, is_done, begun_at, expires_at)
  SELECT ?, sessions.key, ?, 0, ?, ? FROM sessions WHERE ${isSession}
  ON CONFLICT (id) DO UPDATE SET session = excluded.session, sealed = excluded.sealed, is_done = 0,
    begun_at = excluded.begun_at, expires_at = excluded.expires_at
  WHERE forms.expires_at <= ?`;

const deleteSurplusSql = `
  DELETE FROM forms WHERE rowid IN (
    SELECT rowid FROM forms WHERE session = ?
    ORDER BY rowid DESC LIMIT -1 OFFSET ?)`;

const getSql = `
  SELECT sealed, is_done AS isDone, begun_at AS begunAt FROM forms
  WHERE id = ? AND session = ? AND expires_at > ?`;
