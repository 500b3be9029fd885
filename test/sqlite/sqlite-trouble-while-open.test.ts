import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { openFile } from "../support/sqlite.ts";
import { aStoreFile, asked, openStoreFile, runWithStore } from "../support/sqlite-store.ts";
import { anAttempt, aSession, begun, idOf, sealed } from "../support/store-rows.ts";

describe("while another connection holds the lock", () => {
  test("writing fails and reading goes on; afterwards what is written is there for others", async () => {
    const file = aStoreFile();
    const store = await openStoreFile(file);
    const id = await begun(store, aSession("laptop"));
    const other = await openFile(file);
    other.exec("BEGIN IMMEDIATE");

    await expect(store.attempts.add(anAttempt("early"), 5)).rejects.toMatchObject({
      name: "StoreError",
      cause: { message: "database is locked" },
    });
    expect(await store.sessions.get(id)).toMatchObject({ id });
    other.exec("COMMIT");
    other.close();
    await store.attempts.add(anAttempt("late"), 5);
    await store.sessions.update(id, sealed("changed"));

    expect(await asked(file, "SELECT id FROM attempts")).toEqual([{ id: idOf("late") }]);
    expect(await asked(file, "SELECT hex(sealed) AS hex FROM sessions")).toEqual([
      { hex: Buffer.from(sealed("changed")).toString("hex").toUpperCase() },
    ]);
  });
});

describe("while a statement is refused", () => {
  test("nothing of what belongs together is done, and the next call works", async () => {
    const file = aStoreFile();
    const store = await openStoreFile(file);
    const id = await begun(store, aSession("laptop"));
    await asked(
      file,
      "CREATE TRIGGER refuse BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    const previous = { id, version: 1, keepsForms: true };

    await expect(store.sessions.begin(aSession("phone"), previous)).rejects.toThrow(
      "the session store failed",
    );

    expect(await store.sessions.get(idOf("phone"))).toBeUndefined();
    await asked(file, "DROP TRIGGER refuse");
    expect(await store.sessions.begin(aSession("phone"), previous)).toBe("begun");
    expect(await asked(file, "SELECT count FROM session_count")).toEqual([{ count: 1 }]);
  });
});

describe("a file that is deleted while it is open", () => {
  test("is made anew, the owner's alone, and used from then on", async () => {
    const file = aStoreFile();
    const store = await openStoreFile(file);
    const id = await begun(store, aSession("laptop"));
    for (const name of readdirSync(dirname(file))) rmSync(join(dirname(file), name));

    expect(await store.sessions.get(id)).toBeUndefined();
    await begun(store, aSession("phone"));

    expect(await asked(file, "SELECT id FROM sessions")).toEqual([{ id: idOf("phone") }]);
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  });
});

describe("a file that is damaged while it is open", () => {
  test("fails, and is read again as soon as it is mended", async () => {
    const file = aStoreFile();
    const first = await openStoreFile(file);
    const id = await begun(first, aSession("laptop"));
    await first.close();
    const store = await openStoreFile(file);
    const bytes = readFileSync(file);
    const damaged = Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096)]);

    overwrite(file, damaged);
    await expect(store.sessions.get(id)).rejects.toMatchObject({ name: "StoreError" });
    overwrite(file, bytes);

    expect(await store.sessions.get(id)).toMatchObject({ id });
  });
});

/** In its place: the file stays the same one. */
function overwrite(file: string, bytes: Buffer): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, bytes, 0, bytes.length, 0);
  closeSync(descriptor);
}

describe("a full disk, made by a limit on the size of files", () => {
  test("fails writing only, loses nothing that was confirmed, and ends when there is room", async () => {
    const file = aStoreFile();
    const limited = ["sh", "-c", 'ulimit -f 4000 && exec "$0" "$@"'];
    const program = runWithStore(writeUntilFull, file, { through: limited });

    const code = await program.ended({ seconds: 50 });
    const told = JSON.parse(program.output() || "{}");

    expect([code, program.errors()]).toEqual([0, ""]);
    expect(told).toEqual({
      confirmed: expect.any(Number),
      failures: ["StoreError"],
      reads: [true, 1, "form"],
    });
    const store = await openStoreFile(file);
    expect(await store.sweep()).toEqual({ sessions: told.confirmed });
    await begun(store, aSession("laptop"));
    expect(await store.sessions.listOf(["p"])).toHaveLength(told.confirmed);
  });
});

const writeUntilFull = `
  const store = await openSqliteStore({ file, now: () => 1, takeOver: {} });
  const { createHash } = await import("node:crypto");
  const idOf = (words) => createHash("sha256").update(words).digest("hex");
  const session = (name) => ({ id: idOf(name), person: "p", sealed: new Uint8Array(3_000), createdAt: 1, seenAt: 1,
    seenProof: new Uint8Array(60), tokens: new Uint8Array(500), expiresAt: 9e15 });
  await store.sessions.begin(session("first"));
  const form = { id: "f", session: idOf("first"), sealed: Buffer.from("form"), begunAt: 1, expiresAt: 9e15 };
  await store.forms.begin(form, 20);
  let confirmed = 1;
  const failures = [];
  for (let number = 0; number < 50_000 && failures.length < 5; number += 1) {
    await store.sessions.begin(session("s" + number)).then(
      () => { confirmed += 1; },
      (error) => failures.push(error.name),
    );
  }
  const first = await store.sessions.get(idOf("first"));
  const read = await store.forms.get("f", idOf("first"));
  console.log(JSON.stringify({
    confirmed,
    failures: [...new Set(failures)],
    reads: [first.id === idOf("first"), first.tokens.version, Buffer.from(read.sealed).toString()],
  }));`;

describe("a store that is closed", () => {
  test("rejects what is asked of it, and has written everything into the file", async () => {
    const file = aStoreFile();
    const store = await openStoreFile(file);
    const id = await begun(store, aSession("laptop"));

    await store.close();

    await expect(store.ping()).rejects.toMatchObject({ name: "StoreError" });
    await expect(store.sessions.get(id)).rejects.toMatchObject({ name: "StoreError" });
    await expect(store.sweep()).rejects.toMatchObject({ name: "StoreError" });
    for (const ending of ["-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
    expect(await asked(file, "SELECT id FROM sessions")).toEqual([{ id }]);
  });
});
