import { openFile } from "./sqlite.ts";

/** As versions 2 and 3 made these tables. */
export const tokensAndForms = `
  CREATE TABLE tokens (
    session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, sealed BLOB NOT NULL,
    refreshes INTEGER NOT NULL, failures INTEGER NOT NULL,
    lease_owner TEXT, lease_expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE submissions (
    id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    sealed BLOB NOT NULL, is_done INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX submissions_of_session ON submissions (session, expires_at);
`;

/** As version 3 made its tables. */
const tables = `
  PRAGMA application_id = 0x41534e41;
  PRAGMA journal_mode = WAL;
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_of_person ON sessions (person);
  ${tokensAndForms}
  CREATE TABLE attachments (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, name TEXT NOT NULL,
    sealed BLOB NOT NULL, PRIMARY KEY (session, name)
  ) STRICT;
  CREATE TABLE sign_in_attempts (
    id TEXT PRIMARY KEY, browser TEXT NOT NULL, sealed BLOB NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sign_in_attempts_of_browser ON sign_in_attempts (browser, expires_at);
  PRAGMA user_version = 3;
`;

/** Makes a file as version 3 did, with what the SQL puts into it. */
export async function makeVersion3(file: string, sql = ""): Promise<void> {
  const database = await openFile(file);
  database.exec(tables);
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}
