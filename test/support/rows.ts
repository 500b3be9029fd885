import Database from "libsql";

const tables = ["sessions", "tokens", "submissions", "sign_in_records", "sign_in_attempts"];

/** How many rows each table of the store has. */
export function rowCounts(databaseFile: string): Record<string, number> {
  const database = new Database(databaseFile);
  const counts = tables.map((table) => {
    const [count] = database.prepare(`SELECT count(*) FROM ${table}`).raw().get() as [number];
    return [table, count] as const;
  });
  database.close();
  return Object.fromEntries(counts);
}

/** All tables of the store as they are when nobody has signed in. */
export const noRows = Object.fromEntries(tables.map((table) => [table, 0]));
