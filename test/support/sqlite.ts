import { loadSqliteDriver, type SqliteDatabase } from "../../src/store/sqlite/sqlite-driver.ts";

/**
 * Another connection to a file, by the driver of the app: two builds of SQLite in one process would
 * break each other's locks.
 */
export async function openFile(
  file: string,
  { timeout = 5_000 }: { readonly timeout?: number } = {},
): Promise<SqliteDatabase> {
  const { DatabaseSync } = await loadSqliteDriver();
  return new DatabaseSync(file, { timeout });
}
