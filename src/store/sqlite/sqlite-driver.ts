import { ConfigError } from "../../config-error.ts";

/** What goes into a statement. */
export type SqlValue = string | number | Uint8Array | null;

/** What we use of `StatementSync`. */
interface Statement {
  /** Runs it to its end and gives its rows as objects. */
  all(...values: readonly SqlValue[]): readonly unknown[];
  run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
}

/** What we use of `DatabaseSync`. */
export interface SqliteDatabase {
  readonly isOpen: boolean;
  readonly isTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** Of the last connection to a file: writes the log back into it. */
  close(): void;
}

/** What we use of `node:sqlite`, and of the package that has the same calls. */
export interface SqliteDriver {
  readonly DatabaseSync: new (
    file: string,
    options: { readonly timeout: number; readonly readOnly?: boolean },
  ) => SqliteDatabase;
}

/**
 * SQLite from Node itself where it comes without a warning, else from the optional package.
 *
 * @throws ConfigError when there is neither
 */
export async function loadSqliteDriver(): Promise<SqliteDriver> {
  const driver = driverOfNode();
  if (driver) return driver;
  try {
    return await import("@photostructure/sqlite");
  } catch {
    throw new ConfigError([
      "SESSION_DB cannot be opened: this Node has no SQLite; use Node 24, or install the optional package @photostructure/sqlite",
    ]);
  }
}

/** @types/node describes Node 20, which has neither the call nor the module. */
function driverOfNode(): SqliteDriver | undefined {
  if (Number.parseInt(process.versions.node, 10) < firstNodeWithSqlite) return undefined;
  const { getBuiltinModule } = process as { getBuiltinModule?: (name: string) => SqliteDriver };
  return getBuiltinModule?.("node:sqlite");
}

const firstNodeWithSqlite = 24; // 22 has it too, but warns that it is experimental
