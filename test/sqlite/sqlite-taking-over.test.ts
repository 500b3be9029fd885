import { describe, expect, test } from "@jest/globals";
import type { TakeOver } from "../../src/store/sqlite/taking-over.ts";
import { openFile } from "../support/sqlite.ts";
import { aStoreFile, asked, openStoreFile, runWithStore } from "../support/sqlite-store.ts";
import { idOf, sealed } from "../support/store-rows.ts";
import { makeVersion3, tokensAndForms } from "../support/version-3.ts";

const everything: TakeOver = {
  session: ({ sealed: bytes, seenAt }) => ({
    sealed: Uint8Array.of(0xff, ...bytes),
    seenProof: sealed(`seen ${seenAt}`),
    expiresAt: seenAt + 1_000,
  }),
  tokens: ({ sealed: bytes, refreshes }) => Uint8Array.of(0xff, refreshes, ...bytes),
};

const [laptop, phone] = [idOf("laptop"), idOf("phone")];

const twoPeople = `
  INSERT INTO sessions VALUES ('${laptop}', 'ana', x'01', 5, 6), ('${phone}', 'ben', x'02', 7, 8);
  INSERT INTO tokens VALUES ('${laptop}', x'03', 3, 2, 'owner', 9);
  INSERT INTO attachments VALUES ('${laptop}', 'account', x'04');
  INSERT INTO submissions VALUES ('form', '${laptop}', x'05', 1, 700000);
  INSERT INTO sign_in_attempts VALUES ('attempt', 'browser', x'06', 700000);
`;

describe("a file of version 3", () => {
  test("keeps its sessions, tokens, attachments, forms and attempts", async () => {
    const file = aStoreFile();
    await makeVersion3(file, twoPeople);

    const store = await openStoreFile(file, { now: () => 1, takeOver: everything });

    expect(await store.sessions.get(laptop)).toMatchObject({
      ...{ person: "ana", createdAt: 5, seenAt: 6, seenProof: sealed("seen 6") },
      sealed: Uint8Array.of(0xff, 1),
      tokens: { sealed: Uint8Array.of(0xff, 3, 3), failures: 2 },
      attachments: { account: Buffer.of(4) },
    });
    expect(await store.sessions.get(phone)).toMatchObject({ tokens: undefined, attachments: {} });
    expect(await store.forms.get("form", laptop)).toEqual({
      ...{ sealed: Uint8Array.of(5), isDone: true, begunAt: 100_000 },
    });
    expect(await store.attempts.take("attempt")).toEqual(Uint8Array.of(6));
    expect(await store.sweep()).toEqual({ sessions: 2 });
  });

  test("gives its space back from then on", async () => {
    const file = aStoreFile();
    await makeVersion3(file, twoPeople);

    await openStoreFile(file, { takeOver: everything });

    expect(await asked(file, "PRAGMA auto_vacuum")).toEqual([{ auto_vacuum: 2 }]);
    expect(await asked(file, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  });

  test("loses what the layer above cannot open, and all that hangs on it", async () => {
    const file = aStoreFile();
    await makeVersion3(file, twoPeople);
    const takeOver: TakeOver = {
      session: (row) => (row.id === laptop ? undefined : everything.session(row)),
      tokens: () => undefined,
    };

    const store = await openStoreFile(file, { now: () => 1, takeOver });

    expect(await store.sessions.get(laptop)).toBeUndefined();
    expect(await store.forms.get("form", laptop)).toBeUndefined();
    expect(await store.sweep()).toEqual({ sessions: 1 });
    expect(await store.sessions.get(phone)).toMatchObject({ id: phone });
  });

  test("with rows that hang on no session is taken over without them", async () => {
    const file = aStoreFile();
    await makeVersion3(
      file,
      `INSERT INTO tokens VALUES ('gone', x'00', 0, 0, NULL, 0);
       INSERT INTO attachments VALUES ('gone', 'account', x'00');
       INSERT INTO submissions VALUES ('form', 'gone', x'00', 0, 1)`,
    );

    const store = await openStoreFile(file, { takeOver: everything });

    expect(await store.sweep()).toEqual({ sessions: 0 });
    expect(await asked(file, "PRAGMA foreign_key_check")).toEqual([]);
  });

  test("of more sessions than go in one part keeps them all", async () => {
    const file = aStoreFile();
    await makeVersion3(file, manySessions(1_234));

    const store = await openStoreFile(file, { now: () => 1, takeOver: everything });

    expect(await store.sweep()).toEqual({ sessions: 1_234 });
    const last = await asked(file, "SELECT max(seen_at) AS seen_at FROM sessions");
    expect(last).toEqual([{ seen_at: 1_234 }]);
  });

  test("is as it was when the process is killed in the middle, and is taken over next time", async () => {
    const file = aStoreFile();
    await makeVersion3(file, manySessions(600));
    const killed = runWithStore(
      `let count = 0;
       const session = () => (count += 1) === 550 ? process.kill(process.pid, "SIGKILL") : undefined;
       await openSqliteStore({ file, now: Date.now, takeOver: { session } });`,
      file,
    );

    expect(await killed.ended({ seconds: 15 })).toBe("SIGKILL");

    expect(await asked(file, "SELECT count(*) AS n FROM sign_in_attempts")).toEqual([{ n: 0 }]);
    expect(await asked(file, "SELECT count(last_seen_at) AS n FROM sessions")).toEqual([
      { n: 600 },
    ]);
    const store = await openStoreFile(file, { now: () => 1, takeOver: everything });
    expect(await store.sweep()).toEqual({ sessions: 600 });
  });

  test("is taken over by one process of two; the other waits, longer than for a lock", async () => {
    const file = aStoreFile();
    await makeVersion3(file, twoPeople);
    const first = runWithStore(takeOverSlowly, file);
    await first.printed("taking over");
    const second = runWithStore(takeOverSlowly, file);

    expect([await first.ended({ seconds: 30 }), await second.ended({ seconds: 30 })]).toEqual([
      0, 0,
    ]);

    expect(first.output()).toBe("taking over\ntaking over\n2 sessions\n");
    expect(second.output()).toBe("2 sessions\n");
    expect(first.errors() + second.errors()).toBe("");
  }, 70_000);
});

/** A row takes two seconds, in which the process does nothing else, as with a large file. */
const takeOverSlowly = `
  const { writeSync } = await import("node:fs");
  const session = (row) => {
    writeSync(1, "taking over\\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    return { sealed: row.sealed, seenProof: row.sealed, expiresAt: 9e15 };
  };
  const takeOver = { session, tokens: (row) => row.sealed };
  const store = await openSqliteStore({ file, now: Date.now, takeOver });
  const { sessions } = await store.sweep();
  console.log(sessions + " sessions");
  await store.close();`;

/** As the first version made it, with somebody in it; it had no `user_version`. */
const firstVersion = `
  PRAGMA application_id = 0x41534e41;
  PRAGMA journal_mode = WAL;
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE sign_in_attempts (
    id TEXT PRIMARY KEY, browser TEXT NOT NULL, sealed BLOB NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sign_in_attempts_of_browser ON sign_in_attempts (browser, expires_at);
  INSERT INTO sessions VALUES ('laptop', x'00', 1, 1);
  INSERT INTO sign_in_attempts VALUES ('attempt', 'b', x'00', 1);
`;

/** What the second version had besides. */
const secondVersion = `
  ${firstVersion}
  PRAGMA user_version = 2;
  ALTER TABLE sessions ADD COLUMN person TEXT NOT NULL DEFAULT '';
  CREATE INDEX sessions_of_person ON sessions (person);
  ${tokensAndForms}
  CREATE TABLE sign_in_records (
    session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, sealed BLOB NOT NULL
  ) STRICT;
  INSERT INTO tokens VALUES ('laptop', x'00', 0, 0, NULL, 0);
  INSERT INTO submissions VALUES ('form', 'laptop', x'00', 0, 1);
  INSERT INTO sign_in_records VALUES ('laptop', x'00');
`;

test.each([
  ["first", firstVersion],
  ["second", secondVersion],
])("a file of the %s version is emptied, and has today's tables", async (_, sql) => {
  const file = aStoreFile();
  const old = await openFile(file);
  old.exec(sql);
  old.close();
  const fresh = aStoreFile();
  await openStoreFile(fresh);

  const store = await openStoreFile(file, { takeOver: everything });

  expect(await store.sweep()).toEqual({ sessions: 0 });
  const tables = "SELECT type, name FROM sqlite_schema ORDER BY name";
  expect(await asked(file, tables)).toEqual(await asked(fresh, tables));
});

function manySessions(howMany: number): string {
  return `
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${howMany})
    INSERT INTO sessions SELECT printf('%013x%051x', n, n), 'p', x'07', n, n FROM numbers`;
}
