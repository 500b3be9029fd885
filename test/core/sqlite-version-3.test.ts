import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createSeal, sha256 } from "../../src/sessions/sealing.ts";
import { startApp } from "../support/app.ts";
import { aFolder } from "../support/folder.ts";
import { keptTokens } from "../support/kept-tokens.ts";
import { probePath } from "../support/probe.ts";
import { showsProbe } from "../support/probe-page.ts";
import { requestsTo } from "../support/requests.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";
import { openFile } from "../support/sqlite.ts";
import { execute, rowCounts, sqlitePlace } from "../support/store-place.ts";
import { makeVersion3 } from "../support/version-3.ts";

const secret = "a secret for tests that is long enough";

test("a file of version 3 is taken over: people stay signed in, and their tokens are refreshed", async () => {
  const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: secret } });
  await signIn(browser, { app, sandbox });
  await browser.get(`${app.origin}/profile`);
  const place = sqlitePlace(join(aFolder(), "sessions.db"));
  await writeAsVersion3(app, browser, place.file);

  const taking = await startApp({
    settings: { ...sandbox.settings, SESSION_SECRET: secret },
    place,
  });
  const asked = requestsTo(sandbox);
  const profile = await browser.get(`${taking.origin}/profile`);
  const asking = asked.restCalls();
  sandbox.setSwitches({ expireTokens: "now" });
  const probe = await browser.get(taking.origin + probePath);

  expect(profile.text).toContain("ana@example.com");
  expect(profile.text).toContain("<dd>3 times</dd>");
  expect(asking).toBe(0); // what was read about the account is there, too
  expect(showsProbe(probe)).toBe(true);
  expect(asked.refreshes()).toBe(1);
  expect((await keptTokens(taking, browser))?.refreshes).toBe(4);
  expect(await rowCounts(taking)).toMatchObject({ sessions: 1, tokens: 1 });
});

test.each([
  ["lengthened", "UPDATE sessions SET last_seen_at = last_seen_at + 691200000"],
  ["given to somebody else", "UPDATE sessions SET person = 'somebody-else'"],
])("a session that was %s in a file of version 3 is left behind", async (_, sql) => {
  const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: secret } });
  await signIn(browser, { app, sandbox });
  const place = sqlitePlace(join(aFolder(), "sessions.db"));
  await writeAsVersion3(app, browser, place.file);
  await execute(place, sql);

  const settings = { ...sandbox.settings, SESSION_SECRET: secret };
  const taking = await startApp({ settings, place });

  expect((await browser.get(`${taking.origin}/profile`)).status).toBe(302);
});

/** Writes a session into a file as version 3 did: sealed for its id alone, refreshed three times. */
async function writeAsVersion3(
  app: Awaited<ReturnType<typeof startApp>>,
  browser: Parameters<typeof sessionIdOf>[0],
  file: string,
): Promise<void> {
  const [ofSessions, ofTokens] = [createSeal([secret], "session"), createSeal([secret], "tokens")];
  const session = await app.store.sessions.get(sha256(sessionIdOf(browser)));
  if (!session?.tokens) throw new Error("the app keeps no such session");
  const { id, person, createdAt, seenAt } = session;
  const data = ofSessions.open(session.sealed, `${id} ${person} ${createdAt}`);
  const kept = ofTokens.open<{ tokens: unknown; scope: string }>(session.tokens.sealed, id);
  const tokens = { tokens: kept?.tokens, scope: kept?.scope, replaced: [] };

  await makeVersion3(file);
  const database = await openFile(file);
  database
    .prepare("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)")
    .run(id, person, ofSessions.seal(data, id), createdAt, seenAt);
  database
    .prepare("INSERT INTO tokens VALUES (?, ?, 3, 0, NULL, 0)")
    .run(id, ofTokens.seal(tokens, id));
  for (const [name, sealed] of Object.entries(session.attachments)) {
    database.prepare("INSERT INTO attachments VALUES (?, ?, ?)").run(id, name, sealed);
  }
  database.close();
}
