import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { dropTables, schema, schemaVersion } from "./schema.ts";
import type { Seal } from "./sealing.ts";

type Value = string | number | Buffer;

/** What each part of the store works with. */
export interface StoreContext {
  readonly database: SessionDatabase;
  /** For what this part keeps, and nothing else. */
  readonly seal: Seal;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Our tables. Every method throws StoreError when SQLite refuses. */
export interface SessionDatabase {
  /** All rows that a statement gives, each as its columns in order. */
  rows(sql: string, ...values: readonly Value[]): readonly (readonly unknown[])[];
  /** The columns of the first of them; empty when there is none. */
  row(sql: string, ...values: readonly Value[]): readonly unknown[];
  /** Runs a statement that gives no rows. */
  run(sql: string, ...values: readonly Value[]): void;
  /** Does all that the work does, or nothing of it when it throws. */
  atOnce<Result>(work: () => Result): Result;
  /** Writes the log back into the file and closes it. */
  close(): void;
}

/** The app cannot use the store: that ends the start, and later gives 503 until the store is back. */
export class StoreError extends Error {
  constructor(cause: unknown) {
    super("the session store failed", { cause });
    this.name = "StoreError";
  }
}

/**
 * Opens the SQLite file, and makes it when there is none. A file of another kind stays as it is.
 *
 * After an error, and when the file was replaced, the next call opens it anew: libsql keeps a
 * transaction open behind a statement that met a lock, and later writes would be rolled back with
 * it, unseen.
 *
 * @throws StoreError when the file is no database of ours or cannot be written
 */
export function openDatabase(file: string): SessionDatabase {
  let open: OpenFile | undefined;

  function use<Result>(work: (database: Database.Database) => Result): Result {
    try {
      if (open && inodeOf(file) !== open.inode) abandon();
      open ??= openFile(file);
      return work(open.database);
    } catch (error) {
      abandon();
      throw error instanceof StoreError ? error : new StoreError(error);
    }
  }

  function abandon(): void {
    try {
      if (open) letGo(open.database);
    } catch {
      // It has failed already; the next call opens the file anew.
    }
    open = undefined;
  }

  function rows(sql: string, ...values: readonly Value[]): readonly (readonly unknown[])[] {
    return use((database) => {
      const statement = database.prepare(sql).raw();
      return statement.all(...values) as unknown[][];
    });
  }

  use(() => undefined); // so that an unusable file ends the start
  return {
    rows,
    row: (sql, ...values) => rows(sql, ...values)[0] ?? [],
    run: (sql, ...values) => use((database) => void database.prepare(sql).run(...values)),
    atOnce: (work) =>
      use((database) => {
        database.exec("BEGIN IMMEDIATE");
        const result = work();
        database.exec("COMMIT");
        return result;
      }),
    close() {
      try {
        open?.database.pragma("wal_checkpoint(TRUNCATE)");
      } catch (error) {
        throw new StoreError(error);
      } finally {
        abandon();
      }
    },
  };
}

interface OpenFile {
  readonly database: Database.Database;
  readonly inode: number | undefined;
}

/** Write-ahead logging: readers never wait for a writer, and a killed process loses nothing. */
function openFile(file: string): OpenFile {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 });
  refuseForeign(file);
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    database.exec(pragmas);
    prepareTables(database);
  } catch (error) {
    letGo(database);
    throw error;
  }
  return { database, inode: inodeOf(file) };
}

/** Closing alone would leave the lock of a failed transaction: libsql's statements hold it. */
function letGo(database: Database.Database): void {
  if (database.inTransaction) database.exec("ROLLBACK");
  database.close();
}

/** Makes the tables. Those of an earlier version go with their rows, and people sign in again. */
function prepareTables(database: Database.Database): void {
  const versionNow = () => {
    const [version] = database.prepare("PRAGMA user_version").raw().get() as [number];
    return version;
  };
  if (versionNow() > schemaVersion) throw new StoreError("the file was made by a newer version");
  if (versionNow() === schemaVersion) return;
  database.exec("BEGIN IMMEDIATE"); // of two processes that start at once, one makes them
  if (versionNow() < schemaVersion) {
    database.exec(`${dropTables} ${schema} PRAGMA user_version = ${schemaVersion};`);
  }
  database.exec("COMMIT");
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

const busyTimeoutMs = 2_000; // calls are synchronous: no request is served while one waits
const applicationId = 0x41534e41; // "ASNA", tells our files from other programs'

const pragmas = `
  PRAGMA application_id = ${applicationId}; -- before WAL, so that it stands in the file at once
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
`;

/**
 * Looks at the file's header without SQLite, which would write a log left behind by another program
 * back into its file. Makes the file when there is none: SQLite would make it readable to others.
 *
 * @throws StoreError; the system's error when the process cannot open the file for writing
 * @see SQLite, "Database File Format", 1.3: 16 bytes of magic, the application id at byte 68
 */
export function refuseForeign(file: string): void {
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
