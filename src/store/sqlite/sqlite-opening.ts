import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { SqliteDatabase, SqliteDriver } from "./sqlite-driver.ts";
import { saysLocked } from "./sqlite-failure.ts";
import { applicationId, inodeOf, refuseForeign, refuseNewer } from "./sqlite-file.ts";
import { schema, schemaVersion } from "./sqlite-schema.ts";
import { dropEarlierTables, type TakeOver, takeOverTables } from "./taking-over.ts";

/** What a file is opened with. */
export interface SqliteOpening {
  readonly file: string;
  readonly driver: SqliteDriver;
  readonly takeOver: TakeOver;
}

/** An open file of ours. */
export interface SqliteFile {
  readonly database: SqliteDatabase;
  /** Tells later whether the file was replaced. */
  readonly inode: number | undefined;
}

/**
 * Opens the file, and makes it when there is none, with the tables of this version. A file of another
 * kind, or of a newer version, stays as it is.
 *
 * Write-ahead logging: readers never wait for a writer, and a killed process loses nothing.
 *
 * @param known the inode of a file that was open before, and failed
 * @throws StoreError; what SQLite throws; the system's error for a folder or file that it refuses
 */
export function openSqliteFile(opening: SqliteOpening, known: number | undefined): SqliteFile {
  const { file, driver } = opening;
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 });
  const { isNew } = known && known === inodeOf(file) ? { isNew: false } : lookAt(opening);
  const database = new driver.DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    if (isNew) database.exec(pragmasOfNewFile);
    writeAhead(database);
    database.exec(pragmas);
    prepareTables(database, opening.takeOver);
  } catch (error) {
    letGo(database);
    throw error;
  }
  return { database, inode: inodeOf(file) };
}

/** Closes a database; of a transaction that is under way nothing stays. */
export function letGo(database: SqliteDatabase): void {
  try {
    if (database.isTransaction) database.exec("ROLLBACK");
  } finally {
    database.close();
  }
}

/**
 * Refuses a file that is not ours, or not for this version. A file that was open in this process is not
 * looked at again: closing a second descriptor would take SQLite's locks off it (fcntl, POSIX).
 */
function lookAt(opening: SqliteOpening): { readonly isNew: boolean } {
  const header = refuseForeign(opening.file);
  if (existsSync(`${opening.file}-wal`)) refuseNewerLog(opening);
  return header;
}

/**
 * The version of the tables may stand in the log alone, when the last process was killed. A connection
 * that may write would write the log back into the file as it closes; this one may not.
 */
function refuseNewerLog({ driver, file }: SqliteOpening): void {
  const database = new driver.DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true });
  try {
    refuseNewer(numberOf(database, "user_version"));
  } finally {
    database.close();
  }
}

/**
 * Writes to a log first. Where two processes start at once on a new file, each would wait for the
 * other: SQLite sends one away without waiting, and that one tries again.
 */
function writeAhead(database: SqliteDatabase): void {
  const giveUpAt = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!saysLocked(error) || performance.now() > giveUpAt) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * Makes the tables, or takes over what those of an earlier version hold. Of two processes that start at
 * once, one does and the other waits.
 */
function prepareTables(database: SqliteDatabase, takeOver: TakeOver): void {
  const version = () => numberOf(database, "user_version");
  if (version() === schemaVersion) return;
  database.exec(`PRAGMA busy_timeout = ${otherProcessTakesOverMs}`);
  database.exec("BEGIN IMMEDIATE");
  if (version() < schemaVersion && numberOf(database, "auto_vacuum") === 0) {
    database.exec("ROLLBACK"); // SQLite refuses to VACUUM inside a transaction
    makeShrinkable(database);
    database.exec("BEGIN IMMEDIATE");
  }
  refuseNewer(version());
  if (version() < schemaVersion) {
    if (version() === 3) takeOverTables(database, takeOver);
    else database.exec(`${dropEarlierTables} ${schema}`);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
  }
  database.exec("COMMIT");
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA wal_checkpoint(TRUNCATE)`);
}

/** Lets the file give space back, which a new one does not either. It works on without that. */
function makeShrinkable(database: SqliteDatabase): void {
  const isSmall = numberOf(database, "page_count") < pagesInMemory;
  try {
    if (!isSmall) database.exec("PRAGMA temp_store = FILE"); // for a copy of all that is in it
    database.exec("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
  } catch {
    // No room, or no folder for the copy. The rows are as they were.
  } finally {
    database.exec("PRAGMA temp_store = MEMORY");
  }
}

function numberOf(
  database: SqliteDatabase,
  pragma: "user_version" | "auto_vacuum" | "page_count",
): number {
  const [row] = database.prepare(`SELECT ${pragma} AS value FROM pragma_${pragma}`).all();
  return (row as { value: number }).value;
}

/** How long a call waits for a lock. Calls are synchronous: no request is served meanwhile. */
export const busyTimeoutMs = 2_000;

const otherProcessTakesOverMs = 2 * 60_000;
const pagesInMemory = 16_384; // 64 MB

/**
 * Before WAL, so that they stand in the file at once. On a page of SQLite's own 4096 bytes one session
 * has room, and a quarter of the page or more stays empty.
 */
const pragmasOfNewFile = `
  PRAGMA page_size = 8192;
  PRAGMA application_id = ${applicationId};
`;

/**
 * The process that writes the log back into the file waits for the disk, with all its requests: so the
 * log is short, and gets shorter again after a large change.
 *
 * Temporary files would hold sealed rows, outside the folder that is the owner's alone.
 */
const pragmas = `
  PRAGMA wal_autocheckpoint = 200;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 16777216;
`;
