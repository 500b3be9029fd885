import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { sha256 } from "../../src/sessions/sealing.ts";
import type { RunningApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { probePath } from "../support/probe.ts";
import { showsProbe } from "../support/probe-page.ts";
import { showsProfile } from "../support/profile-page.ts";
import { introspect } from "../support/sandbox-client.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { resultOf } from "../support/shown.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { openFile } from "../support/sqlite.ts";
import { execute, noRows, refuseEndings, rowCounts } from "../support/store-place.ts";

describe("when the SQLite file fails", () => {
  test("people get a 503 page until it is back, and the store is told as failing", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const putBack = replaceDatabase(fileOf(app), "no database at all");

    const page = await browser.get(`${app.origin}/profile`);
    const ready = await browser.get(`${app.origin}/readyz`);
    putBack();
    const recovered = await browser.get(`${app.origin}/profile`);

    expect(page.status).toBe(503);
    expect(page.text).toContain("store-unavailable");
    expect(page.text).not.toMatch(/SQLITE|not a database|at .*\.[jt]s/);
    expect([ready.status, ready.body.store]).toEqual([503, "not answering"]);
    expect(recovered.status).toBe(200);
  });

  test("because another process holds its lock, later sign-ins are stored all the same", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const other = await openFile(fileOf(app));
    other.exec("BEGIN IMMEDIATE");

    const locked = await browser.get(`${app.origin}/auth/login`);
    other.exec("COMMIT");
    await signIn(aBrowser(), { app, sandbox });

    expect(locked.status).toBe(503);
    expect(await rowCounts(app)).toMatchObject({ sessions: 2 });
    other.exec("BEGIN IMMEDIATE; ROLLBACK");
    other.close();
  });

  test("because its file was replaced, the new one is used", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const folder = dirname(fileOf(app));
    for (const name of readdirSync(folder)) rmSync(join(folder, name));

    const answer = await signIn(browser, { app, sandbox });

    expect(answer.headers.location).toBe("/profile");
    expect(await rowCounts(app)).toMatchObject({ sessions: 1 });
  });

  test("the page of a failed sign-in still tells of that sign-in", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    await execute(app.place, "ALTER TABLE sessions RENAME TO elsewhere");

    const page = await browser.get(
      `${app.origin}/auth/error?kind=code-refused&request=0123456789abcdef`,
    );

    expect(page.status).toBe(400);
    expect(page.text).toContain("<code>code-refused</code>");
    expect(page.text).toContain("0123456789abcdef");
  });

  test("the callback leads to that page too, without the code in the address", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox });
    await execute(app.place, "ALTER TABLE attempts RENAME TO elsewhere");

    const page = await browser.open(callback);

    expect(page.status).toBe(503);
    expect(page.url).toContain("/auth/error?kind=store-unavailable");
    expect(page.url).not.toContain("code=");
  });
});

describe("where the file can be read and not written", () => {
  test("a first look at the profile is shown, and read again the next time", async () => {
    const { app, browser, asked } = await aSignedInSetUp();
    await refuseUpdates(app, "sessions");

    const pages = [
      await browser.get(`${app.origin}/profile`),
      await browser.get(`${app.origin}/profile`),
    ];

    expect(pages.map(showsProfile)).toEqual([true, true]);
    expect(asked.introspections()).toBe(2);
    expect(app.log()).toContain("page.not-remembered");
  });

  test("a form that was done leads to its page, which says to look", async () => {
    const { app, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    await refuseUpdates(app, "forms");

    const { after } = await submit(browser, form, "Send", { name: "Done" });

    expect(after.status).toBe(200);
    expect(resultOf(after).says).toContain("Look whether it was done");
    expect(changes()).toHaveLength(1);
  });

  test("the app ends in time, also while another process reads the file", async () => {
    const { app } = await aSignedInSetUp();
    const reader = await openFile(fileOf(app));
    reader.exec("BEGIN; SELECT count(*) FROM sessions");
    const startedAt = performance.now();

    await app.stop();

    expect(performance.now() - startedAt).toBeLessThan(1_500);
    reader.close();
  });
});

test.each(["{", "null", '{"account":5}', '[["account"]]'])(
  "attachments that somebody wrote as %s are none",
  async (attachments) => {
    const { app, profile } = await aSignedInSetUp();
    await profile();
    await execute(app.place, `UPDATE sessions SET attachments = '${attachments}'`);

    expect(showsProfile(await profile())).toBe(true);
  },
);

test("a time that somebody made too large ends that session alone", async () => {
  const { app, browser, anotherBrowser } = await aSignedInSetUp();
  const other = await anotherBrowser();
  const id = sha256(sessionIdOf(other));
  await execute(
    app.place,
    `UPDATE sessions SET created_at = 1152921504606846976 WHERE id = '${id}'`,
  );

  const list = await browser.get(`${app.origin}/sessions`);

  expect([list.status, (await other.get(`${app.origin}/profile`)).status]).toEqual([200, 302]);
});

test("a sign-in that the store fails half way leaves the session before it as it was", async () => {
  const { app, sandbox, browser, probe } = await aSignedInSetUp();
  const before = await rowCounts(app);
  const stopRefusing = await refuseEndings(app.place);

  const failed = await signIn(browser, { app, sandbox });
  await stopRefusing();
  const page = await probe();

  expect(failed.headers.location).toContain("kind=store-unavailable");
  expect(showsProbe(page)).toBe(true);
  expect(await rowCounts(app)).toEqual(before);
});

test("a disconnect that the store fails does nothing by halves, and can be done again", async () => {
  const { app, sandbox, browser, anotherBrowser } = await aSignedInSetUp();
  await anotherBrowser();
  const stopRefusing = await refuseEndings(app.place);

  const profile = await browser.open(`${app.origin}/profile`);
  const failed = await browser.press(profile, "Disconnect");
  const meanwhile = await areRefreshTokensActive(sandbox);
  await stopRefusing();
  const { headers } = await browser.press(profile, "Disconnect");
  const after = await browser.open(app.origin + headers.location);

  expect(failed.status).toBe(503);
  expect(meanwhile).toEqual([true, true]);
  expect(after.text).toContain("Disconnected. Asana no longer lets this app act for you");
  expect(await areRefreshTokensActive(sandbox)).toEqual([false, false]);
  expect(await rowCounts(app)).toEqual(noRows);
});

function refuseUpdates({ place }: RunningApp, table: string): Promise<void> {
  const refuse = "BEGIN SELECT RAISE(ABORT, 'refused'); END";
  return execute(place, `CREATE TRIGGER refuse_${table} BEFORE UPDATE ON ${table} ${refuse}`);
}

function fileOf({ place }: RunningApp): string {
  if (place.kind !== "sqlite") throw new Error("these tests are about the SQLite file");
  return place.file;
}

/** Puts another file in the place of the database; returns what puts the database back. */
function replaceDatabase(databaseFile: string, text: string): () => void {
  const aside = `${databaseFile}.aside`;
  renameSync(databaseFile, aside);
  writeFileSync(databaseFile, text);
  return () => renameSync(aside, databaseFile);
}

async function areRefreshTokensActive(sandbox: Sandbox): Promise<readonly unknown[]> {
  const given = sandbox.secrets.filter(({ kind }) => kind === "refresh");
  return Promise.all(
    given.map(async ({ value }) => (await introspect(sandbox, value)).body.active),
  );
}
