import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import Database from "libsql";
import { openSessions } from "../../src/sessions/sessions.ts";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { day, hour, second } from "../support/clock.ts";
import { aFolder } from "../support/folder.ts";
import { headingOf } from "../support/heading.ts";
import { probePath } from "../support/probe.ts";
import {
  probeHeading,
  showsProbe,
  workspaceOfBen,
  workspacesOfAna,
} from "../support/probe-page.ts";
import { requestsTo } from "../support/requests.ts";
import { noRows, refuseEndings, rowCounts } from "../support/rows.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";

const mayWrite = "openid email profile workspaces:read tasks:read tasks:write";

describe("the files of the store", () => {
  test("hold no code and no token that can be read, after refreshes and a form either", async () => {
    const { app, sandbox, browser, probe } = await aSignedInWriter();
    sandbox.setSwitches({ refresh: "rotate", expireTokens: "now" });
    await probe();
    sandbox.setSwitches({ expireTokens: "now" });
    await browser.press(await browser.open(app.origin + probePath), "Send", { name: "A task" });
    await browser.get(`${app.origin}/profile`);
    await browser.get(`${app.origin}/auth/login`);

    const whileOpen = filesOf(app.databaseFile);
    await app.stop();
    const afterwards = filesOf(app.databaseFile);
    const kinds = sandbox.secrets.map(({ kind }) => kind).sort();

    expect(kinds).toEqual([
      ...["access", "access", "access", "code", "id-token", "refresh", "refresh", "refresh"],
    ]);
    expect(Object.keys(whileOpen)).toEqual(["sessions.db", "sessions.db-shm", "sessions.db-wal"]);
    for (const { kind, value } of sandbox.secrets) {
      for (const [name, bytes] of [...Object.entries(whileOpen), ...Object.entries(afterwards)]) {
        expect([kind, name, bytes.includes(value)]).toEqual([kind, name, false]);
      }
    }
  });

  test("hold tokens that open in their own row only: swapped, they are of no use", async () => {
    const { app, sandbox, browser, anotherBrowser } = await aSignedInSetUp();
    const other = await anotherBrowser({ person: 1 });
    const workspaces = [...workspacesOfAna, workspaceOfBen];
    const database = new Database(app.databaseFile);
    const [one, two] = database.prepare("SELECT session, sealed FROM tokens").all() as TokensRow[];
    const store = database.prepare("UPDATE tokens SET sealed = ? WHERE session = ?");
    store.run(Buffer.from(one?.sealed ?? []), two?.session);
    store.run(Buffer.from(two?.sealed ?? []), one?.session);
    database.close();
    const asked = requestsTo(sandbox);

    const pages = await Promise.all(
      [browser, other].map((each) => each.get(app.origin + probePath)),
    );

    expect(two?.session).toBeDefined();
    for (const page of pages) {
      expect(headingOf(page)).not.toBe(probeHeading);
      for (const name of workspaces) expect(page.text).not.toContain(name);
    }
    expect([asked.restCalls(), asked.refreshes()]).toEqual([0, 0]);
  });
});

describe("the session secret", () => {
  const [oldSecret, newSecret] = ["old".repeat(12), "new".repeat(12)];

  test("is rotated by new,old: tokens of before still work and are refreshed", async () => {
    const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: oldSecret } });
    await signIn(browser, { app, sandbox });
    await app.stop();

    const rotated = await startApp({
      settings: { ...sandbox.settings, SESSION_SECRET: `${newSecret},${oldSecret}` },
      databaseFile: app.databaseFile,
    });
    const asked = requestsTo(sandbox);
    const page = await browser.get(rotated.origin + probePath);
    sandbox.setSwitches({ expireTokens: "now" });
    const refreshed = await browser.get(rotated.origin + probePath);

    expect([page, refreshed].map(showsProbe)).toEqual([true, true]);
    expect(asked.refreshes()).toBe(1);
  });

  test("is rotated by new,old: a person's sessions of before and after are one list", async () => {
    const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: oldSecret } });
    await signIn(browser, { app, sandbox });
    await app.stop();
    const rotated = await startApp({
      settings: { ...sandbox.settings, SESSION_SECRET: `${newSecret},${oldSecret}` },
      databaseFile: app.databaseFile,
    });
    const another = aBrowser();
    await signIn(another, { app: rotated, sandbox });

    const profile = await another.open(`${rotated.origin}/profile`);
    const asked = requestsTo(sandbox);
    await another.press(profile, "Disconnect");

    expect(asked.revocations()).toBe(2);
    expect(rowCounts(app.databaseFile)).toEqual(noRows);
  });
});

describe("everything about a session goes with it", () => {
  test.each([
    ["when it was not used for a day", [day + second]],
    ["a week after the sign-in", Array(15).fill(12 * hour)],
  ])("%s and the store was swept", async (_, steps) => {
    const { app, browser, clock } = await aSignedInWriter();
    await browser.press(await browser.open(app.origin + probePath), "Send", { name: "A task" });
    const before = rowCounts(app.databaseFile);

    for (const step of steps) {
      clock.move(step);
      await browser.get(`${app.origin}/`);
    }
    app.sessions.sweep();

    expect(before).toMatchObject({ sessions: 1, tokens: 1, submissions: 1 });
    expect(rowCounts(app.databaseFile)).toEqual(noRows);
  });

  test("when the same browser signs in again, and when another person does", async () => {
    const { app, sandbox, browser, probe } = await aSignedInSetUp();
    const one = rowCounts(app.databaseFile);

    await signIn(browser, { app, sandbox });
    const samePerson = rowCounts(app.databaseFile);
    sandbox.setSwitches({ expireTokens: "now" });
    const page = await probe();
    browser.setCookie("sandbox-asana", "");
    await signIn(browser, { app, sandbox }, { person: 1 });
    const otherPage = await probe();

    expect(one).toMatchObject({ sessions: 1, tokens: 1 });
    expect(samePerson).toEqual(one);
    expect(showsProbe(page)).toBe(true);
    expect(rowCounts(app.databaseFile)).toEqual(one);
    expect([headingOf(otherPage), otherPage.text]).toEqual([
      probeHeading,
      expect.stringContaining(workspaceOfBen),
    ]);
  });
});

test("a sign-in that the store fails half way leaves the session before it as it was", async () => {
  const { app, sandbox, browser, probe } = await aSignedInSetUp();
  const before = rowCounts(app.databaseFile);
  const stopRefusing = refuseEndings(app.databaseFile);

  const failed = await signIn(browser, { app, sandbox });
  stopRefusing();
  const page = await probe();

  expect(failed.headers.location).toContain("kind=store-unavailable");
  expect(showsProbe(page)).toBe(true);
  expect(rowCounts(app.databaseFile)).toEqual({ ...before, sessions: 2 });
});

/** As the first version of the app made it, with somebody in it; it had no `user_version`. */
const firstSchema = `
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
  INSERT INTO sessions VALUES ('a', x'00', 1, 1);
  INSERT INTO sign_in_attempts VALUES ('a', 'b', x'00', 1);
`;

/** As the second version made it, with somebody in it. */
const secondSchema = `
  PRAGMA application_id = 0x41534e41;
  PRAGMA journal_mode = WAL;
  PRAGMA user_version = 2;
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_of_person ON sessions (person);
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
  CREATE TABLE sign_in_records (
    session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, sealed BLOB NOT NULL
  ) STRICT;
  CREATE TABLE sign_in_attempts (
    id TEXT PRIMARY KEY, browser TEXT NOT NULL, sealed BLOB NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sign_in_attempts_of_browser ON sign_in_attempts (browser, expires_at);
  INSERT INTO sessions VALUES ('a', 'p', x'00', 1, 1);
  INSERT INTO tokens VALUES ('a', x'00', 0, 0, NULL, 0);
  INSERT INTO submissions VALUES ('f', 'a', x'00', 0, 1);
  INSERT INTO sign_in_records VALUES ('a', x'00');
  INSERT INTO sign_in_attempts VALUES ('a', 'b', x'00', 1);
`;

describe("a database of another version", () => {
  test.each([
    ["the first", firstSchema],
    ["the second", secondSchema],
  ])("is emptied when it is %s one, and people sign in again", async (_, schema) => {
    const { sandbox, browser } = await aSetUp();
    const databaseFile = join(aFolder(), "sessions.db");
    const old = new Database(databaseFile);
    old.exec(schema);
    old.close();

    const app = await startApp({ settings: sandbox.settings, databaseFile });
    const emptied = rowCounts(databaseFile);
    await signIn(browser, { app, sandbox });

    expect(emptied).toEqual(noRows);
    expect(tablesOf(databaseFile)).toEqual(Object.keys(noRows).sort());
    expect(headingOf(await browser.get(app.origin + probePath))).toBe(probeHeading);
    expect(rowCounts(databaseFile)).toMatchObject({ sessions: 1, tokens: 1 });
  });

  test("stops the start when it is a later one, and is left as it was", async () => {
    const { databaseFile, bytes } = await aLaterDatabase();

    expect(() => open(databaseFile)).toThrow(
      expect.objectContaining({ name: "StoreError", cause: expect.anything() }),
    );
    expect(readFileSync(databaseFile).equals(bytes)).toBe(true);
    expect(rowCounts(databaseFile)).toMatchObject({ sessions: 1, tokens: 1 });
  });

  test("that is a later one keeps nobody else from writing to it", async () => {
    const { databaseFile } = await aLaterDatabase();

    expect(() => open(databaseFile)).toThrow();
    const later = new Database(databaseFile, { timeout: 0 });

    expect(() => later.exec("BEGIN IMMEDIATE; DELETE FROM sessions; COMMIT")).not.toThrow();
    later.close();
  });
});

interface TokensRow {
  readonly session: string;
  readonly sealed: Buffer;
}

function tablesOf(databaseFile: string): string[] {
  const database = new Database(databaseFile);
  const rows = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all() as { name: string }[];
  database.close();
  return rows.map(({ name }) => name);
}

/** A store with somebody in it, as a version to come may have left it. */
async function aLaterDatabase() {
  const { app, sandbox, browser } = await aSetUp();
  await signIn(browser, { app, sandbox });
  await app.stop();
  const database = new Database(app.databaseFile);
  database.exec("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  return { databaseFile: app.databaseFile, bytes: readFileSync(app.databaseFile) };
}

function open(databaseFile: string) {
  return openSessions({ databaseFile, secrets: ["x".repeat(32)], now: Date.now });
}

/** The same as `aSignedInSetUp`, with the permission to change tasks. */
async function aSignedInWriter() {
  return aSignedInSetUp({}, { ASANA_SCOPES: mayWrite });
}

function filesOf(databaseFile: string): Record<string, Buffer> {
  const folder = dirname(databaseFile);
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
}
