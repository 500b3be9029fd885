import { copyFileSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { aFolder } from "../support/folder.ts";
import { repository } from "../support/process.ts";
import { openFile } from "../support/sqlite.ts";
import {
  aStoreFile,
  asked,
  digestsOf,
  openStoreFile,
  runWithStore,
} from "../support/sqlite-store.ts";
import { aSession, begun, idOf } from "../support/store-rows.ts";

describe("a file is refused, and stays byte for byte as it was:", () => {
  test.each([
    ["a text file", "file is not a database", (file: string) => writeFileSync(file, "notes\n")],
    ["another program's database", "another program's database", makeForeign],
    ["another program's, not closed", "another program's database", makeForeignLeftOpen],
    ["one of a newer version", "the file was made by a newer version", makeNewer],
    ["one whose log is newer", "the file was made by a newer version", makeNewerLeftOpen],
  ])("%s", async (_, cause, make) => {
    const file = aStoreFile();
    await make(file);
    const before = digestsOf(file);

    await expect(openStoreFile(file)).rejects.toMatchObject({ name: "StoreError", cause });

    expect(digestsOf(file)).toEqual(before);
  });

  test("a folder", async () => {
    const folder = aFolder();

    await expect(openStoreFile(folder)).rejects.toMatchObject({
      name: "StoreError",
      cause: { code: "EISDIR" },
    });

    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a file of a newer version keeps nobody else from writing to it", async () => {
  const file = aStoreFile();
  await makeNewer(file);
  await expect(openStoreFile(file)).rejects.toThrow("the session store failed");

  const later = await openFile(file, { timeout: 0 });

  expect(() => later.exec("BEGIN IMMEDIATE; DELETE FROM sessions; COMMIT")).not.toThrow();
  later.close();
});

test("a new file and its folder are the owner's alone", async () => {
  const file = join(aFolder(), "data", "sessions.db");

  await openStoreFile(file);

  const modes = readdirSync(dirname(file)).map((name) => modeOf(join(dirname(file), name)));
  expect(modeOf(dirname(file))).toBe("700");
  expect(new Set(modes)).toEqual(new Set(["600"]));
});

test("processes that start at once on a new file all open it", async () => {
  const file = aStoreFile();
  const programs = Array.from({ length: 5 }, () => runWithStore(openAndTell, file));

  for (const program of programs) expect(await program.ended({ seconds: 30 })).toBe(0);

  expect(programs.map((program) => program.output())).toEqual(Array(5).fill("opened\n"));
});

test("without node_modules it opens where Node has SQLite, else says what to install", async () => {
  const build = aFolder();
  writeFileSync(join(build, "package.json"), '{ "type": "module" }');
  cpSync(join(repository, "dist"), join(build, "dist"), { recursive: true });
  const file = aStoreFile();
  const program = runWithStore(openAndTell, file, { build });

  expect(await program.ended({ seconds: 15 })).toBe(0);
  const hasSqlite = Number.parseInt(process.versions.node, 10) >= 24;
  expect(program.output()).toMatch(
    hasSqlite
      ? /^opened$/m
      : /^SESSION_DB .* this Node has no SQLite; use Node 24, .*@photostructure\/sqlite$/m,
  );
  expect(program.errors()).toBe("");
});

const openAndTell = `
  const takeOver = {};
  await openSqliteStore({ file, now: Date.now, takeOver }).then(
    () => console.log("opened"),
    (error) => console.log(error.cause?.message ?? error.message),
  );`;

async function makeForeign(file: string): Promise<void> {
  const database = await openFile(file);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE notes (text)");
  database.close();
}

/** As a killed program leaves it: the newest changes stand in the write-ahead log only. */
async function makeForeignLeftOpen(file: string): Promise<void> {
  const elsewhere = aStoreFile();
  const database = await openFile(elsewhere);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE notes (text)");
  copyWithLog(elsewhere, file);
  database.close();
}

/** A store with somebody in it, as a version to come may leave it. */
async function makeNewer(file: string): Promise<void> {
  const store = await openStoreFile(file);
  await begun(store, aSession("laptop"));
  await store.close();
  await asked(file, "PRAGMA user_version = 99");
  await asked(file, "PRAGMA wal_checkpoint(TRUNCATE)");
}

async function makeNewerLeftOpen(file: string): Promise<void> {
  const elsewhere = aStoreFile();
  const store = await openStoreFile(elsewhere);
  await begun(store, aSession("laptop"));
  await store.close();
  const database = await openFile(elsewhere);
  database.exec(`PRAGMA user_version = 99; DELETE FROM sessions WHERE id = '${idOf("laptop")}'`);
  copyWithLog(elsewhere, file);
  database.close();
}

function copyWithLog(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  for (const ending of ["", "-wal"]) copyFileSync(`${from}${ending}`, `${to}${ending}`);
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}
