import type { Id, Sealed } from "../shared-store.ts";
import { attachmentsJson } from "./attachments-json.ts";
import { keyAndId } from "./session-key.ts";
import type { SqliteDatabase } from "./sqlite-driver.ts";
import { schema } from "./sqlite-schema.ts";

/**
 * Makes sealed rows of version 3 into those of today; the store understands neither. What gives
 * undefined is left behind.
 */
export interface TakeOver {
  /** Both times are epoch milliseconds, as `expiresAt` is. */
  session(row: {
    readonly id: Id;
    readonly person: Id;
    readonly sealed: Sealed;
    readonly createdAt: number;
    readonly seenAt: number;
  }):
    | { readonly sealed: Sealed; readonly seenProof: Sealed; readonly expiresAt: number }
    | undefined;
  /** @param row `refreshes` is how often the tokens were refreshed */
  tokens(row: {
    readonly session: Id;
    readonly sealed: Sealed;
    readonly refreshes: number;
  }): Sealed | undefined;
}

/**
 * Puts today's tables in the place of those of version 3, with the rows in them. It belongs into a
 * transaction.
 */
export function takeOverTables(database: SqliteDatabase, takeOver: TakeOver): void {
  database.exec(`${setAside} ${schema}`);
  const select = database.prepare(selectSessions);
  const selectAttachments = database.prepare(
    "SELECT name, sealed FROM attachments WHERE session = ?",
  );
  const insert = database.prepare(insertSession);
  let last = 0;
  for (;;) {
    const rows = select.all(last) as readonly EarlierSession[];
    for (const row of rows) {
      const session = takeOver.session(row);
      if (!session) continue;
      const { id, person, createdAt, seenAt, failures } = row;
      const { sealed, seenProof, expiresAt } = session;
      const attachments = selectAttachments.all(id) as readonly EarlierAttachment[];
      insert.run(
        ...[...keyAndId(id), person, sealed, createdAt, seenAt, seenProof, expiresAt],
        ...[tokensOf(row, takeOver) ?? null, failures ?? 0, attachmentsJson(attachments)],
      );
    }
    const lastRow = rows.at(-1);
    if (!lastRow) break;
    last = lastRow.number;
  }
  database.exec(moveTheRest);
}

/** A row with its tokens, which had a table of their own. */
interface EarlierSession {
  readonly number: number;
  readonly id: Id;
  readonly person: Id;
  readonly sealed: Sealed;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly tokens: Sealed | null;
  readonly refreshes: number | null;
  readonly failures: number | null;
}

interface EarlierAttachment {
  readonly name: string;
  readonly sealed: Sealed;
}

function tokensOf(row: EarlierSession, takeOver: TakeOver): Sealed | undefined {
  const { id, tokens, refreshes } = row;
  if (!tokens) return undefined;
  return takeOver.tokens({ session: id, sealed: tokens, refreshes: refreshes ?? 0 });
}

/** Version 3's sessions under another name, so that today's can have theirs. */
const setAside = `
  DROP INDEX IF EXISTS sessions_of_person;
  ALTER TABLE sessions RENAME TO earlier_sessions;
`;

/** In parts, because all at once may not fit into memory. */
const selectSessions = `
  SELECT sessions.rowid AS number, id, person, sessions.sealed AS sealed, created_at AS createdAt,
    last_seen_at AS seenAt, tokens.sealed AS tokens, refreshes, failures
  FROM earlier_sessions AS sessions LEFT JOIN tokens ON tokens.session = sessions.id
  WHERE sessions.rowid > ? ORDER BY sessions.rowid LIMIT 500`;

const insertSession = `
  INSERT INTO sessions (key, id, person, sealed, created_at, seen_at, seen_proof, expires_at, tokens,
    failures, attachments, number, version, lease_owner, lease_expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT begun FROM session_count), 1, NULL, 0)
  ON CONFLICT (key) DO NOTHING`;

/** What hangs on a session that is not there is left behind. Forms lived for ten minutes. */
const moveTheRest = `
  INSERT INTO forms (id, session, sealed, is_done, begun_at, expires_at)
    SELECT earlier.id, sessions.key, earlier.sealed, earlier.is_done, earlier.expires_at - 600000,
      earlier.expires_at
    FROM submissions AS earlier JOIN sessions ON sessions.id = earlier.session
    ORDER BY earlier.rowid;
  INSERT INTO attempts (id, browser, sealed, expires_at)
    SELECT id, browser, sealed, expires_at FROM sign_in_attempts ORDER BY rowid;
  DROP TABLE attachments;
  DROP TABLE submissions;
  DROP TABLE tokens;
  DROP TABLE earlier_sessions;
  DROP TABLE sign_in_attempts;
`;

/** The tables of versions 1 and 2, those that hang on others first. They go with their rows. */
export const dropEarlierTables = `
  DROP TABLE IF EXISTS tokens;
  DROP TABLE IF EXISTS submissions;
  DROP TABLE IF EXISTS sign_in_records;
  DROP TABLE IF EXISTS attachments;
  DROP TABLE IF EXISTS sessions;
  DROP TABLE IF EXISTS sign_in_attempts;
`;
