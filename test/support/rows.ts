import { join } from "node:path";
import Database from "libsql";
import { openSessions } from "../../src/sessions/sessions.ts";
import { aFolder } from "./folder.ts";

/** How many rows each table of the store has; the store is asked which tables there are. */
export function rowCounts(databaseFile: string): Record<string, number> {
  const database = new Database(databaseFile);
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .raw()
    .all() as [string][];
  if (tables.length === 0) throw new Error(`${databaseFile} is no store`);
  const counts = tables.map(([table]) => {
    const [count] = database.prepare(`SELECT count(*) FROM ${table}`).raw().get() as [number];
    return [table, count] as const;
  });
  database.close();
  return Object.fromEntries(counts);
}

/** All tables of the store as they are when nobody has signed in. */
export const noRows = countsOfNewStore();

/** From now on the store refuses to end a session, until what this returns is called. */
export function refuseEndings(databaseFile: string): () => void {
  execute(
    databaseFile,
    `CREATE TRIGGER refuse BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'refused'); END`,
  );
  return () => execute(databaseFile, "DROP TRIGGER refuse");
}

/** From now on the store has no place for forms. */
export function dropForms(databaseFile: string): void {
  execute(databaseFile, "DROP TABLE submissions");
}

function countsOfNewStore(): Record<string, number> {
  const databaseFile = join(aFolder(), "sessions.db");
  openSessions({ databaseFile, secrets: ["x".repeat(32)], now: Date.now }).close();
  return rowCounts(databaseFile);
}

function execute(databaseFile: string, sql: string): void {
  const database = new Database(databaseFile);
  database.exec(sql);
  database.close();
}
