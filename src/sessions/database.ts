import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";

export type SessionDatabase = Database.Database;

/** The store cannot be used: at the start that ends it, later it is a 503 until the store is back. */
export class StoreError extends Error {
  constructor(cause: unknown) {
    super("the session store failed", { cause });
    this.name = "StoreError";
  }
}

/**
 * Opens the SQLite file that holds sessions and sign-in attempts, and makes it when there is none.
 * A file that is something else, or another program's database, is left as it is.
 *
 * Write-ahead logging, so that readers never wait for a writer and a killed process loses nothing
 * that was answered for.
 *
 * @throws StoreError when the file is no database of ours or cannot be written
 */
export function openDatabase(file: string): SessionDatabase {
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 });
    refuseForeign(file);
    const database = new Database(file, { timeout: busyTimeoutMs });
    database.exec(schema);
    return database;
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(error);
  }
}

/** Writes the log back into the file and closes it. */
export function closeDatabase(database: SessionDatabase): void {
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}

/**
 * Runs work on the database.
 *
 * @throws StoreError for whatever the database throws
 */
export function orStoreError<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new StoreError(error);
  }
}

const busyTimeoutMs = 2_000; // calls are synchronous: nobody is served while one waits
const applicationId = 0x41534e41; // "ASNA", tells our files from other programs'

const schema = `
  PRAGMA application_id = ${applicationId}; -- before WAL, so that it stands in the file at once
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY,             -- SHA-256 of the session id, so that the file opens no session
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,     -- epoch milliseconds, as all times here
    last_seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sign_in_attempts (
    id TEXT PRIMARY KEY,             -- SHA-256 of browser id and state
    browser TEXT NOT NULL,           -- SHA-256 of the browser id
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sign_in_attempts_of_browser ON sign_in_attempts (browser, expires_at);
`;

/**
 * Looks at the file's header without SQLite, which would write a log left behind by another program
 * back into its file. Makes the file when there is none: SQLite would make it readable to others.
 *
 * @see SQLite, "Database File Format", 1.3: 16 bytes of magic, the application id at byte 68
 */
function refuseForeign(file: string): void {
  const header = Buffer.alloc(72);
  const descriptor = openSync(file, "a+", 0o600);
  const length = readSync(descriptor, header, 0, header.length, 0);
  closeSync(descriptor);
  if (length === 0) return;
  if (header.toString("latin1", 0, 16) !== "SQLite format 3\0") {
    throw new StoreError("file is not a database");
  }
  if (header.readUInt32BE(68) !== applicationId) throw new StoreError("another program's database");
}
