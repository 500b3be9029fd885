/** Counts up with each change of the tables; a file of an earlier version is emptied. */
export const schemaVersion = 3;

/**
 * The tables. Everything about a session hangs on its row and goes with it, however it ends.
 * All times are epoch milliseconds; ids are hashes, so that the file opens nothing.
 */
export const schema = `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,             -- SHA-256 of the session id
    person TEXT NOT NULL,            -- keyed hash of issuer and subject
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_of_person ON sessions (person);
  CREATE TABLE tokens (
    session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    refreshes INTEGER NOT NULL,      -- how often they were refreshed; tells old tokens from new
    failures INTEGER NOT NULL,       -- how often that failed
    lease_owner TEXT,                -- who is refreshing them now
    lease_expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE submissions (
    id TEXT PRIMARY KEY,             -- SHA-256 of the form's one-time key
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    is_done INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX submissions_of_session ON submissions (session, expires_at);
  CREATE TABLE attachments (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    name TEXT NOT NULL,              -- which feature keeps what
    sealed BLOB NOT NULL,
    PRIMARY KEY (session, name)
  ) STRICT;
  CREATE TABLE sign_in_attempts (
    id TEXT PRIMARY KEY,             -- SHA-256 of browser id and state
    browser TEXT NOT NULL,           -- SHA-256 of the browser id
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sign_in_attempts_of_browser ON sign_in_attempts (browser, expires_at);
`;

/** The tables of every version, those that hang on others first. */
export const dropTables = `
  DROP TABLE IF EXISTS tokens;
  DROP TABLE IF EXISTS submissions;
  DROP TABLE IF EXISTS sign_in_records; -- until version 2
  DROP TABLE IF EXISTS attachments;
  DROP TABLE IF EXISTS sessions;
  DROP TABLE IF EXISTS sign_in_attempts;
`;
