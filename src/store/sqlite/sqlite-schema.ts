/** Counts up with each change of the tables. */
export const schemaVersion = 4;

/**
 * The tables. Everything about a session hangs on its row and goes with it, however it ends. A page
 * reads all of it: so it stands in one row, found by a number, because each page of the file that is
 * touched on the way costs more than all the rest, once there are many sessions.
 * All times are epoch milliseconds; ids are hashes, so that the file opens nothing.
 */
export const schema = `
  CREATE TABLE sessions (
    key INTEGER PRIMARY KEY,         -- the first bits of the id
    id TEXT NOT NULL,
    number INTEGER NOT NULL,         -- in the order in which they began
    person TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    seen_proof BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    tokens BLOB,                     -- sealed
    version INTEGER NOT NULL,        -- counts the writes of tokens
    failures INTEGER NOT NULL,       -- how often a refresh failed
    lease_owner TEXT,                -- who is refreshing them now
    lease_expires_at INTEGER NOT NULL,
    attachments TEXT NOT NULL        -- JSON, by name: which feature keeps what; sealed, in base64
  ) STRICT;
  CREATE INDEX sessions_of_person ON sessions (person, created_at);
  CREATE INDEX sessions_by_expiry ON sessions (expires_at);

  CREATE TABLE session_count (count INTEGER NOT NULL, begun INTEGER NOT NULL) STRICT;
  INSERT INTO session_count VALUES (0, 0);
  CREATE TRIGGER count_begun_session AFTER INSERT ON sessions
    BEGIN UPDATE session_count SET count = count + 1, begun = begun + 1; END;
  CREATE TRIGGER count_ended_session AFTER DELETE ON sessions
    BEGIN UPDATE session_count SET count = count - 1; END;

  CREATE TABLE forms (
    id TEXT PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    is_done INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX forms_of_session ON forms (session, begun_at);
  CREATE INDEX forms_by_expiry ON forms (expires_at);

  CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX attempts_of_browser ON attempts (browser, expires_at);
  CREATE INDEX attempts_by_expiry ON attempts (expires_at);

  CREATE TABLE revocations (         -- refresh tokens that are still to be revoked
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX revocations_of_person ON revocations (person, created_at);
  CREATE INDEX revocations_by_expiry ON revocations (expires_at);

  CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX counters_by_expiry ON counters (expires_at);
`;

/** Every table whose rows expire, and what names a row. Those that hang on others come first. */
export const expiringTables = [
  { table: "forms", key: "rowid" },
  { table: "attempts", key: "rowid" },
  { table: "sessions", key: "rowid" },
  { table: "revocations", key: "rowid" },
  { table: "counters", key: "name" },
] as const;
