import { StoreError } from "../../store-error.ts";
import type { SqliteDatabase, SqlValue } from "./sqlite-driver.ts";
import { saysFileFailed } from "./sqlite-failure.ts";
import { inodeOf } from "./sqlite-file.ts";
import {
  busyTimeoutMs,
  letGo,
  openSqliteFile,
  type SqliteFile,
  type SqliteOpening,
} from "./sqlite-opening.ts";

/** Statements on our tables, which are STRICT: SQLite holds the types of the columns. */
export interface SqliteStatements {
  /** All rows that a statement gives, each as an object of its columns. */
  all<Row>(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  /** The first of them. */
  first<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  /** Runs a statement that gives no rows, and gives how many rows it changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
}

/** Our file. Every method throws StoreError when SQLite refuses. */
export interface SqliteConnection extends SqliteStatements {
  /** Does all that the work does, or nothing of it when it throws. */
  atOnce<Result>(work: (sql: SqliteStatements) => Result): Result;
  /** Runs statements that are not worth keeping. */
  exec(sql: string): void;
  /** Does work that meets a lock with an error at once, instead of waiting with all requests. */
  withoutWaiting<Result>(work: () => Result): Result;
  /** Writes the log back into the file and closes it, for good. */
  close(): void;
}

/**
 * Opens the file for all statements of a store, which stay prepared.
 *
 * @throws StoreError when the file is no database of ours or cannot be written
 */
export function connect(opening: SqliteOpening): SqliteConnection {
  const { use, close } = keepOpen(opening);
  use(() => undefined); // so that an unusable file ends the start
  return {
    all: (sql, ...values) => use(({ statements }) => statements.all(sql, ...values)),
    first: (sql, ...values) => use(({ statements }) => statements.first(sql, ...values)),
    run: (sql, ...values) => use(({ statements }) => statements.run(sql, ...values)),
    exec: (sql) => use(({ database }) => database.exec(sql)),
    withoutWaiting: (work) =>
      use(({ database }) => {
        database.exec("PRAGMA busy_timeout = 0");
        try {
          return work();
        } finally {
          if (database.isOpen) database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
        }
      }),
    atOnce: (work) =>
      use(({ database, statements }) => {
        database.exec("BEGIN IMMEDIATE");
        const result = work(statements);
        database.exec("COMMIT");
        return result;
      }),
    close,
  };
}

interface KeptFile {
  use<Result>(work: (open: OpenFile) => Result): Result;
  close(): void;
}

/**
 * When the file was replaced, and when the disk or the file failed, the next use opens it anew. A lock
 * and a full disk change nothing: reading goes on.
 */
function keepOpen(opening: SqliteOpening): KeptFile {
  let open: OpenFile | undefined;
  let known: number | undefined;
  let isClosed = false;

  function use<Result>(work: (open: OpenFile) => Result): Result {
    try {
      if (isClosed) throw new StoreError("the store is closed");
      if (open && inodeOf(opening.file) !== open.inode) abandon();
      open ??= withStatements(openSqliteFile(opening, known));
      known = open.inode;
      return work(open);
    } catch (error) {
      recover(error);
      throw error instanceof StoreError ? error : new StoreError(error);
    }
  }

  function recover(error: unknown): void {
    if (saysFileFailed(error)) abandon();
    try {
      if (open?.database.isTransaction) open.database.exec("ROLLBACK");
    } catch {
      abandon();
    }
  }

  function abandon(): void {
    try {
      if (open) letGo(open.database);
    } catch {
      // It has failed already; the next use opens the file anew.
    }
    open = undefined;
  }

  function close(): void {
    try {
      // Another process may be reading; the one that ends last writes the log back.
      open?.database.exec("PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      throw new StoreError(error);
    } finally {
      isClosed = true;
      abandon();
    }
  }

  return { use, close };
}

interface OpenFile extends SqliteFile {
  readonly statements: SqliteStatements;
}

function withStatements(file: SqliteFile): OpenFile {
  return { ...file, statements: keepStatements(file.database) };
}

/** Preparing a statement takes as long as running it. */
function keepStatements(database: SqliteDatabase): SqliteStatements {
  const kept = new Map<string, ReturnType<SqliteDatabase["prepare"]>>();

  function statement(sql: string) {
    const found = kept.get(sql) ?? database.prepare(sql);
    kept.set(sql, found);
    return found;
  }

  function all<Row>(sql: string, ...values: readonly SqlValue[]): readonly Row[] {
    return statement(sql).all(...values) as readonly Row[];
  }

  return {
    all,
    first: <Row>(sql: string, ...values: readonly SqlValue[]) => all<Row>(sql, ...values)[0],
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
  };
}
