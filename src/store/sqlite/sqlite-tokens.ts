import type { TokenRows, TokensRow } from "../shared-store.ts";
import { isSession, keyAndId } from "./session-key.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** Tokens, as columns of their session. */
export function sqliteTokens(connection: SqliteConnection): TokenRows {
  return {
    get: async (session) => connection.first<TokensRow>(getSql, ...keyAndId(session)),
    lease: async (session, { version, owner, forMs }) =>
      connection.run(leaseSql, owner, forMs, ...keyAndId(session), version) > 0,
    write: async (session, condition, sealed) =>
      "owner" in condition
        ? connection.run(writeAsOwnerSql, sealed, ...keyAndId(session), condition.owner) > 0
        : connection.run(writeVersionSql, sealed, ...keyAndId(session), condition.version) > 0,
    async release(session, owner) {
      connection.run(releaseSql, ...keyAndId(session), owner);
    },
  };
}

/** Milliseconds by SQLite's clock; the same throughout a statement. */
const clockSql = "unixepoch('subsec') * 1000";

const getSql = `
  SELECT tokens AS sealed, version, failures FROM sessions WHERE ${isSession} AND tokens IS NOT NULL`;

const leaseSql = `
  UPDATE sessions SET lease_owner = ?, lease_expires_at = CAST(${clockSql} + ? AS INTEGER)
  WHERE ${isSession} AND version = ? AND tokens IS NOT NULL
    AND (lease_owner IS NULL OR lease_expires_at <= ${clockSql})`;

const writeAsOwnerSql = `
  UPDATE sessions SET tokens = ?, version = version + 1, lease_owner = NULL
  WHERE ${isSession} AND lease_owner = ?`;

const writeVersionSql = `
  UPDATE sessions SET tokens = ?, version = version + 1
  WHERE ${isSession} AND version = ? AND tokens IS NOT NULL`;

const releaseSql = `
  UPDATE sessions SET lease_owner = NULL, failures = failures + 1
  WHERE ${isSession} AND lease_owner = ?`;
