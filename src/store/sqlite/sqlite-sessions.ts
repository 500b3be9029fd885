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
import type { SqliteConnection, SqliteStatements } from "./sqlite-connection.ts";

/** Sessions in their table. Their tokens are columns of it, so that one row gives both. */
export function sqliteSessions(connection: SqliteConnection): SessionRows {
  return {
    get: async (id) => wholeSession(connection.all<JoinedRow>(getSql, id)),
    begin: async (session, previous) =>
      connection.atOnce((sql) => {
        if (previous && !isAsItWas(sql, previous)) return "moved";
        insert(sql, session);
        if (previous) replace(sql, previous, session.id);
        return "begun";
      }),
    update: async (id, sealed) => connection.run(updateSql, sealed, id) > 0,
    async touch(id, { seenAt, seenProof, expiresAt }) {
      connection.run(touchSql, seenAt, seenProof, expiresAt, id, seenAt);
    },
    async end(id, person) {
      const whose = person ? ` AND ${ofPersonSql}` : "";
      const sql = `DELETE FROM sessions WHERE id = ?${whose} RETURNING id, tokens`;
      return endedTokens(connection.all(sql, id, ...(person ? [idsOf(person)] : [])));
    },
    endAllOf: async (person, keepNewest) =>
      endedTokens(connection.all(endAllOfSql, idsOf(person), keepNewest)),
    listOf: async (person) => connection.all<SessionRow>(listSql, idsOf(person)),
  };
}

const columns =
  "id, person, sealed, created_at AS createdAt, seen_at AS seenAt, seen_proof AS seenProof";

const getSql = `
  SELECT id, person, sessions.sealed AS sealed, created_at AS createdAt, seen_at AS seenAt,
    seen_proof AS seenProof, tokens, version, failures,
    attachments.name AS name, attachments.sealed AS attachment
  FROM sessions LEFT JOIN attachments ON attachments.session = sessions.id
  WHERE id = ?`;

const insertSql = `
  INSERT INTO sessions (id, person, sealed, created_at, seen_at, seen_proof, expires_at,
    tokens, version, failures, lease_owner, lease_expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, NULL, 0)`;

const updateSql = "UPDATE sessions SET sealed = ? WHERE id = ?";

const touchSql = `
  UPDATE sessions SET seen_at = ?, seen_proof = ?, expires_at = ? WHERE id = ? AND seen_at < ?`;

/** The condition that a session is a person's; its value is their ids as JSON. */
const ofPersonSql = "person IN (SELECT value FROM json_each(?))";

const endAllOfSql = `
  DELETE FROM sessions WHERE rowid IN (
    SELECT rowid FROM sessions WHERE ${ofPersonSql}
    ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ?)
  RETURNING id, tokens`;

const listSql = `SELECT ${columns} FROM sessions WHERE ${ofPersonSql}`;

/** A session with one of its attachments, or with none. */
interface JoinedRow extends SessionRow {
  readonly tokens: Sealed | null;
  readonly version: number;
  readonly failures: number;
  readonly name: string | null;
  readonly attachment: Sealed | null;
}

function wholeSession(rows: readonly JoinedRow[]): WholeSession | undefined {
  const [row] = rows;
  if (!row) return undefined;
  const { id, person, sealed, createdAt, seenAt, seenProof, tokens, version, failures } = row;
  const attachments = rows.flatMap(({ name, attachment }) =>
    name !== null && attachment ? [[name, attachment] as const] : [],
  );
  return {
    ...{ id, person, sealed, createdAt, seenAt, seenProof },
    tokens: tokens ? { sealed: tokens, version, failures } : undefined,
    attachments: Object.fromEntries(attachments),
  };
}

function isAsItWas(sql: SqliteStatements, { id, version }: PreviousSession): boolean {
  const tokensSql =
    "SELECT iif(tokens IS NULL, NULL, version) AS version FROM sessions WHERE id = ?";
  const row = sql.first<{ readonly version: number | null }>(tokensSql, id);
  return row !== undefined && row.version === (version ?? null);
}

function insert(sql: SqliteStatements, session: NewSession): void {
  const { id, person, sealed, createdAt, seenAt, seenProof, expiresAt, tokens } = session;
  sql.run(
    insertSql,
    ...[id, person, sealed, createdAt, seenAt, seenProof, expiresAt, tokens ?? null],
  );
}

function replace(sql: SqliteStatements, previous: PreviousSession, by: Id): void {
  if (previous.keepsForms) {
    sql.run("UPDATE forms SET session = ? WHERE session = ?", by, previous.id);
  }
  sql.run("DELETE FROM sessions WHERE id = ?", previous.id);
}

function endedTokens(
  rows: readonly { readonly id: Id; readonly tokens: Sealed | null }[],
): readonly EndedTokens[] {
  return rows.flatMap(({ id, tokens }) => (tokens ? [{ session: id, sealed: tokens }] : []));
}

function idsOf(person: PersonIds): string {
  return JSON.stringify(person);
}
