import { expect, test } from "@jest/globals";
import { sha256 } from "../../src/sessions/sealing.ts";
import { attachment } from "../../src/sessions/session-attachments.ts";
import type { RunningApp } from "../support/app.ts";
import { attachmentOf } from "../support/attachment.ts";
import type { Browser } from "../support/browser.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { openPlace, rowCounts, storedBytes } from "../support/store-place.ts";

interface Note {
  readonly text: string;
}

const note = attachment<Note>("a note of this test");
const otherNote = attachment<Note>("another note of this test");

test("what is kept beside a session is there for its session and its name only", async () => {
  const { app, browser, anotherBrowser } = await aSignedInSetUp();
  const [mine, theirs] = [sessionIdOf(browser), sessionIdOf(await anotherBrowser({ person: 1 }))];
  const { attachments } = app.sessions;

  await attachments.put(mine, note, { text: "first" });
  await attachments.put(mine, note, { text: "mine" });
  await attachments.put(mine, otherNote, { text: "another name" });

  expect(await attachmentOf(app, mine, note)).toEqual({ text: "mine" });
  expect(await attachmentOf(app, mine, otherNote)).toEqual({ text: "another name" });
  expect(await attachmentOf(app, theirs, note)).toBeUndefined();
});

test("moved to another session or another name, it does not open", async () => {
  const { app, browser, anotherBrowser } = await aSignedInSetUp();
  const [mine, theirs] = [sessionIdOf(browser), sessionIdOf(await anotherBrowser({ person: 1 }))];
  const { attachments } = app.sessions;
  await attachments.put(mine, note, { text: "mine" });
  await attachments.put(mine, otherNote, { text: "another name" });
  await attachments.put(theirs, note, { text: "theirs" });

  await swap(app, [mine, theirs]);

  expect(await attachmentOf(app, mine, note)).toBeUndefined();
  expect(await attachmentOf(app, mine, otherNote)).toBeUndefined();
  expect(await attachmentOf(app, theirs, note)).toBeUndefined();
});

test("it is gone when the session is, and nothing is kept for a session that has ended", async () => {
  const { app, browser } = await aSignedInSetUp();
  const sessionId = sessionIdOf(browser);
  const { attachments } = app.sessions;
  await attachments.put(sessionId, note, { text: "mine" });
  const before = await attachmentOf(app, sessionId, note);

  await signOut(app, browser);
  await attachments.put(sessionId, note, { text: "too late" });

  expect(before).toBeDefined();
  expect(await attachmentOf(app, sessionId, note)).toBeUndefined();
  expect(await rowCounts(app)).toMatchObject({ sessions: 0, attachments: 0 });
});

test("the store's files hold nothing of it that can be read", async () => {
  const { app, browser } = await aSignedInSetUp();
  const text = "words that nobody else has written";

  await app.sessions.attachments.put(sessionIdOf(browser), note, { text });

  const bytes = await storedBytes(app);
  expect(bytes.includes("a note of this test")).toBe(true); // the search does find what is there
  expect([bytes.includes(text), bytes.includes(sessionIdOf(browser))]).toEqual([false, false]);
});

/** Gives each of the notes what stands in the next one. */
async function swap({ place }: RunningApp, sessionIds: readonly string[]): Promise<void> {
  const store = await openPlace(place);
  const sessions = await Promise.all(sessionIds.map((id) => store.sessions.get(sha256(id))));
  const notes = sessions.flatMap((session) =>
    Object.entries(session?.attachments ?? {})
      .filter(([name]) => name.endsWith("of this test"))
      .map(([name, sealed]) => ({ session: session?.id ?? "", name, sealed })),
  );
  for (const [index, { session, name }] of notes.entries()) {
    const next = notes[(index + 1) % notes.length];
    await store.attachments.put(session, name, next?.sealed ?? Buffer.alloc(0));
  }
  await store.close();
  expect(notes).toHaveLength(3);
}

async function signOut(app: RunningApp, browser: Browser): Promise<void> {
  await browser.press(await browser.open(`${app.origin}/profile`), "Sign out");
}
