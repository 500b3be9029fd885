import type {
  EndedTokens,
  Id,
  NewSession,
  PersonIds,
  PreviousSession,
  Sealed,
  SessionRow,
  SessionRows,
  WholeSession,
} from "../shared-store.ts";
import { openAttachments } from "./attachments-json.ts";
import { isSession, keyAndId, sessionKey } from "./session-key.ts";
import type { SqliteConnection, SqliteStatements } from "./sqlite-connection.ts";

/** Sessions in their table, with all that hangs on one in its row. */
export function sqliteSessions(connection: SqliteConnection): SessionRows {
  return {
    get: async (id) => wholeSession(connection.first<Row>(getSql, ...keyAndId(id))),
    begin: async (session, previous) =>
      connection.atOnce((sql) => {
        if (previous && !isAsItWas(sql, previous)) return "moved";
        insert(sql, session);
        if (previous) replace(sql, previous, session.id);
        return "begun";
      }),
    update: async (id, sealed) => connection.run(updateSql, sealed, ...keyAndId(id)) > 0,
    async touch(id, { seenAt, seenProof, expiresAt }) {
      connection.run(touchSql, seenAt, seenProof, expiresAt, ...keyAndId(id), seenAt);
    },
    async end(id, person) {
      const whose = person ? ` AND ${ofPersonSql}` : "";
      const sql = `DELETE FROM sessions WHERE ${isSession}${whose} RETURNING id, tokens`;
      return endedTokens(connection.all(sql, ...keyAndId(id), ...(person ? [idsOf(person)] : [])));
    },
    endAllOf: async (person, keepNewest) =>
      endedTokens(connection.all(endAllOfSql, idsOf(person), keepNewest)),
    listOf: async (person) => connection.all<SessionRow>(listSql, idsOf(person)),
  };
}

const columns = `
  id, person, sealed, CAST(created_at AS REAL) AS createdAt, CAST(seen_at AS REAL) AS seenAt,
  seen_proof AS seenProof`; // REAL: a number that somebody made too large fails no statement

const getSql = `
  SELECT ${columns}, tokens, version, failures, attachments FROM sessions WHERE ${isSession}`;

const insertSql = `
  INSERT INTO sessions (key, id, person, sealed, created_at, seen_at, seen_proof, expires_at, tokens,
    number, version, failures, lease_owner, lease_expires_at, attachments)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT begun FROM session_count), 1, 0, NULL, 0, '{}')`;

const updateSql = `UPDATE sessions SET sealed = ? WHERE ${isSession}`;

const touchSql = `
  UPDATE sessions SET seen_at = ?, seen_proof = ?, expires_at = ?
  WHERE ${isSession} AND seen_at < ?`;

/** The condition that a session is a person's; its value is their ids as JSON. */
const ofPersonSql = "person IN (SELECT value FROM json_each(?))";

const endAllOfSql = `
  DELETE FROM sessions WHERE key IN (
    SELECT key FROM sessions WHERE ${ofPersonSql}
    ORDER BY number DESC LIMIT -1 OFFSET ?)
  RETURNING id, tokens`;

const listSql = `SELECT ${columns} FROM sessions WHERE ${ofPersonSql}`;

interface Row extends SessionRow {
  readonly tokens: Sealed | null;
  readonly version: number;
  readonly failures: number;
  readonly attachments: string;
}

function wholeSession(row: Row | undefined): WholeSession | undefined {
  if (!row) return undefined;
  const { tokens, version, failures, attachments, ...session } = row;
  return {
    ...session,
    tokens: tokens ? { sealed: tokens, version, failures } : undefined,
    attachments: openAttachments(attachments),
  };
}

function isAsItWas(sql: SqliteStatements, { id, version }: PreviousSession): boolean {
  const tokensSql = `
    SELECT iif(tokens IS NULL, NULL, version) AS version FROM sessions WHERE ${isSession}`;
  const row = sql.first<{ readonly version: number | null }>(tokensSql, ...keyAndId(id));
  return row !== undefined && row.version === (version ?? null);
}

function insert(sql: SqliteStatements, session: NewSession): void {
  const { id, person, sealed, createdAt, seenAt, seenProof, expiresAt, tokens } = session;
  sql.run(
    insertSql,
    ...[...keyAndId(id), person, sealed, createdAt, seenAt, seenProof, expiresAt, tokens ?? null],
  );
}

function replace(sql: SqliteStatements, previous: PreviousSession, by: Id): void {
  if (previous.keepsForms) {
    const moveSql = "UPDATE forms SET session = ? WHERE session = ?";
    sql.run(moveSql, sessionKey(by), sessionKey(previous.id));
  }
  sql.run(`DELETE FROM sessions WHERE ${isSession}`, ...keyAndId(previous.id));
}

function endedTokens(
  rows: readonly { readonly id: Id; readonly tokens: Sealed | null }[],
): readonly EndedTokens[] {
  return rows.flatMap(({ id, tokens }) => (tokens ? [{ session: id, sealed: tokens }] : []));
}

function idsOf(person: PersonIds): string {
  return JSON.stringify(person);
}
