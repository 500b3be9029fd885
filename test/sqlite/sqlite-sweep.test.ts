import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { openFile } from "../support/sqlite.ts";
import { aStoreFile, asked, openStoreFile } from "../support/sqlite-store.ts";
import { aForm, anAttempt, aSession, begun, idOf, sealed } from "../support/store-rows.ts";

const long = 3_000;

describe("a sweep", () => {
  test("deletes what has expired from every table, and counts the sessions that are left", async () => {
    const file = aStoreFile();
    let now = 1_000;
    const store = await openStoreFile(file, { now: () => now });
    for (const [name, expiresAt] of [["old", 2_000] as const, ["young", 4_000] as const]) {
      const id = await begun(store, aSession(name, { expiresAt, createdAt: now }));
      await store.attachments.put(id, "account", sealed("account"));
      await store.forms.begin({ ...aForm(name, id), expiresAt }, 20);
      await store.attempts.add({ ...anAttempt(name), expiresAt }, 5);
      const values = `('${name}', 'p', x'00', 1, ${expiresAt})`;
      await asked(file, `INSERT INTO revocations VALUES ${values}`);
      await asked(file, `INSERT INTO counters VALUES ('${name}', 1, ${expiresAt})`);
    }

    expect(await store.sweep()).toEqual({ sessions: 2 });
    now = 3_000;
    expect(await store.sweep()).toEqual({ sessions: 1 });

    for (const table of ["sessions", "forms", "attempts", "revocations", "counters"]) {
      expect([table, await asked(file, `SELECT count(*) AS n FROM ${table}`)]).toEqual([
        table,
        [{ n: 1 }],
      ]);
    }
    expect(await store.sessions.get(idOf("young"))).toMatchObject({ id: idOf("young") });
  });

  test("goes in steps of at most 1,000 rows, between which requests are served", async () => {
    const { file, store } = await aFileOfEndedSessions(5_000);
    const database = await openFile(file);
    const count = database.prepare("SELECT count(*) AS n FROM sessions");
    const countNow = () => Number((count.all()[0] as { n: number }).n);
    const counts = [countNow()];

    let isSwept = false;
    const swept = store.sweep().finally(() => {
      isSwept = true;
    });
    while (!isSwept) {
      await setImmediate();
      counts.push(countNow());
    }
    await swept;
    database.close();

    const steps = counts.map((left, at) => (counts[at - 1] ?? left) - left);
    expect(Math.max(...steps)).toBeLessThanOrEqual(1_000);
    expect([counts[0], counts.at(-1)]).toEqual([5_000, 0]);
  });

  test("gives the space back: the file gets shorter", async () => {
    const { file, store } = await aFileOfEndedSessions(2_000);
    const before = statSync(file).size;

    await store.sweep();

    expect(before).toBeGreaterThan(2_000 * long);
    expect(statSync(file).size).toBeLessThan(200_000);
    expect(await asked(file, "PRAGMA freelist_count")).toEqual([{ freelist_count: 0 }]);
  });

  test("may run in two processes at once", async () => {
    const { file, store } = await aFileOfEndedSessions(2_000);
    const other = await openStoreFile(file);

    expect(await Promise.all([store.sweep(), other.sweep()])).toEqual([
      { sessions: 0 },
      { sessions: 0 },
    ]);
  });

  test("that meets a lock serves requests meanwhile, then rejects, and the next one goes on", async () => {
    const { file, store } = await aFileOfEndedSessions(100);
    const other = await openFile(file);
    other.exec("BEGIN IMMEDIATE");

    let ended = "";
    const swept = store.sweep().catch((error: Error) => {
      ended = error.name;
    });
    let served = 0;
    for (; ended === ""; served += 1) {
      await store.ping();
      await setImmediate();
    }
    await swept;
    other.exec("ROLLBACK");
    expect(ended).toBe("StoreError");
    expect(served).toBeGreaterThan(100);
    other.close();

    expect(await store.sweep()).toEqual({ sessions: 0 });
  });

  test("ends when the store is closed meanwhile", async () => {
    const { store } = await aFileOfEndedSessions(2_000);
    const swept = store.sweep();

    await store.close();

    await expect(swept).rejects.toMatchObject({ name: "StoreError" });
  });
});

async function aFileOfEndedSessions(howMany: number) {
  const file = aStoreFile();
  const store = await openStoreFile(file);
  await asked(
    file,
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${howMany})
     INSERT INTO sessions
     SELECT n, 's' || n, n, 'p', randomblob(${long}), 0, 0, x'00', 1, NULL, 1, 0, NULL, 0, '{}'
     FROM numbers`,
  );
  await asked(file, "PRAGMA wal_checkpoint(TRUNCATE)");
  return { file, store };
}
