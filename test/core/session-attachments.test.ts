import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import Database from "libsql";
import { attachment } from "../../src/sessions/session-attachments.ts";
import type { RunningApp } from "../support/app.ts";
import type { Browser } from "../support/browser.ts";
import { rowCounts } from "../support/rows.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";

interface Note {
  readonly text: string;
}

const note = attachment<Note>("a note of this test");
const otherNote = attachment<Note>("another note of this test");

test("what is kept beside a session is there for its session and its name only", async () => {
  const { app, browser, anotherBrowser } = await aSignedInSetUp();
  const [mine, theirs] = [sessionIdOf(browser), sessionIdOf(await anotherBrowser({ person: 1 }))];
  const { attachments } = app.sessions;

  attachments.put(mine, note, { text: "first" });
  attachments.put(mine, note, { text: "mine" });
  attachments.put(mine, otherNote, { text: "another name" });

  expect(attachments.get(mine, note)).toEqual({ text: "mine" });
  expect(attachments.get(mine, otherNote)).toEqual({ text: "another name" });
  expect(attachments.get(theirs, note)).toBeUndefined();
});

test("moved to another session or another name, it does not open", async () => {
  const { app, browser, anotherBrowser } = await aSignedInSetUp();
  const [mine, theirs] = [sessionIdOf(browser), sessionIdOf(await anotherBrowser({ person: 1 }))];
  const { attachments } = app.sessions;
  attachments.put(mine, note, { text: "mine" });
  attachments.put(mine, otherNote, { text: "another name" });
  attachments.put(theirs, note, { text: "theirs" });

  swap(app);

  expect(attachments.get(mine, note)).toBeUndefined();
  expect(attachments.get(mine, otherNote)).toBeUndefined();
  expect(attachments.get(theirs, note)).toBeUndefined();
});

test("it is gone when the session is, and nothing is kept for a session that has ended", async () => {
  const { app, browser } = await aSignedInSetUp();
  const sessionId = sessionIdOf(browser);
  const { attachments } = app.sessions;
  attachments.put(sessionId, note, { text: "mine" });
  const before = attachments.get(sessionId, note);

  await signOut(app, browser);
  attachments.put(sessionId, note, { text: "too late" });

  expect(before).toBeDefined();
  expect(attachments.get(sessionId, note)).toBeUndefined();
  expect(rowCounts(app.databaseFile)).toMatchObject({ sessions: 0, attachments: 0 });
});

test("the store's files hold nothing of it that can be read", async () => {
  const { app, browser } = await aSignedInSetUp();
  const text = "words that nobody else has written";

  app.sessions.attachments.put(sessionIdOf(browser), note, { text });

  const folder = dirname(app.databaseFile);
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(files.length).toBeGreaterThan(1);
  expect(files.filter((bytes) => bytes.includes(text))).toEqual([]);
  expect(files.filter((bytes) => bytes.includes(sessionIdOf(browser)))).toEqual([]);
});

/** Gives each of the notes' rows what stands in the next one. */
function swap({ databaseFile }: RunningApp): void {
  const database = new Database(databaseFile);
  const rows = database
    .prepare("SELECT rowid, sealed FROM attachments WHERE name LIKE '%of this test'")
    .all() as { rowid: number; sealed: Buffer }[];
  const store = database.prepare("UPDATE attachments SET sealed = ? WHERE rowid = ?");
  rows.forEach(({ rowid }, index) => {
    store.run(Buffer.from(rows[(index + 1) % rows.length]?.sealed ?? []), rowid);
  });
  database.close();
  expect(rows).toHaveLength(3);
}

async function signOut(app: RunningApp, browser: Browser): Promise<void> {
  await browser.press(await browser.open(`${app.origin}/profile`), "Sign out");
}
