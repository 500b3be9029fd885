import Database from "libsql";

const tables = ["sessions", "tokens", "submissions", "attachments", "sign_in_attempts"];

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

function execute(databaseFile: string, sql: string): void {
  const database = new Database(databaseFile);
  database.exec(sql);
  database.close();
}
