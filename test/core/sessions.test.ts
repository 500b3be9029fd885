import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import Database from "libsql";
import { startApp } from "../support/app.ts";
import { aBrowser, setCookies } from "../support/browser.ts";
import { aClock, day, hour, minute, second } from "../support/clock.ts";
import { aBrowserWith, sessionCookieOf } from "../support/cookies.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { probePath } from "../support/probe.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";

describe("a visitor who has not clicked sign-in", () => {
  test("gets no cookie and costs no row, on any page", async () => {
    const { app, browser } = await aSetUp();

    const answers = [];
    for (const path of [
      "/",
      probePath,
      "/profile",
      "/nothing",
      "/auth/error?kind=unexpected",
      "/css/base.css",
    ]) {
      answers.push(await browser.get(app.origin + path));
    }

    expect(answers.flatMap(setCookies)).toEqual([]);
    expect(rowsOf(app.databaseFile)).toEqual({ sessions: [], attempts: [] });
  });

  test("is sent from a personal page to the landing page, never into the flow", async () => {
    const { app, browser } = await aSetUp();

    const page = await browser.get(`${app.origin}${probePath}?x=1`);
    const form = await browser.post(`${app.origin}/profile/read-again`);

    expect([page.status, page.headers.location]).toEqual([
      302,
      `/?returnTo=${encodeURIComponent(`${probePath}?x=1`)}`,
    ]);
    expect([form.status, form.headers.location]).toEqual([303, "/?returnTo=%2Fprofile"]);
  });
});

describe("a session ends", () => {
  test("after a day in which it was not used", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });

    clock.move(day - second);
    const stillThere = await browser.get(`${app.origin}/nothing`);
    clock.move(day - second);
    const usedYesterday = await isSignedIn(browser, app);
    clock.move(day + second);
    const unused = await isSignedIn(browser, app);

    expect(stillThere.text).toContain("Sign out");
    expect([usedYesterday, unused]).toEqual([true, false]);
  });

  test("seven days after the sign-in, however busy it is", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });

    const seen: boolean[] = [];
    for (let step = 0; step < 14; step += 1) {
      clock.move(12 * hour);
      seen.push(await isSignedIn(browser, app));
    }

    expect(seen).toEqual([...Array(13).fill(true), false]);
  });

  test("and its row and old attempts are swept away", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    await browser.get(`${app.origin}/auth/login`);

    app.sessions.sweep();
    const before = rowsOf(app.databaseFile);
    clock.move(day + second);
    app.sessions.sweep();

    expect([before.sessions.length, before.attempts.length]).toEqual([1, 1]);
    expect(rowsOf(app.databaseFile)).toEqual({ sessions: [], attempts: [] });
  });
});

describe("a page view of a signed-in person", () => {
  test("writes nothing and asks Asana nothing once the profile was shown", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    await browser.get(`${app.origin}/profile`);
    const [asked, stored] = [sandbox.requests.length, rowsOf(app.databaseFile)];

    clock.move(59 * second);
    for (const path of ["/", "/profile", "/nothing"]) await browser.get(app.origin + path);

    expect(sandbox.requests).toHaveLength(asked);
    expect(rowsOf(app.databaseFile)).toEqual(stored);
  });

  test("notes at most once a minute that the session was seen", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    const signedInAt = clock.now();

    clock.move(minute);
    await browser.get(`${app.origin}/`);
    clock.move(second);
    await browser.get(`${app.origin}/`);

    expect(rowsOf(app.databaseFile).sessions[0]?.last_seen_at).toBe(signedInAt + minute);
  });
});

describe("what is stored", () => {
  test("shows no token, code, person or session id to whoever reads the files", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    await browser.get(`${app.origin}/profile`);
    await authorize(browser, { app, sandbox });
    const [person] = sandbox.people;

    const bytes = databaseBytes(app.databaseFile);
    const secrets = [
      ...sandbox.issued,
      person?.email ?? "",
      person?.name ?? "",
      sandbox.settings.ASANA_CLIENT_SECRET,
      ...Object.values(browser.cookies()),
      sessionIdOf(browser),
    ];

    expect(secrets.length).toBeGreaterThan(6);
    expect(secrets).not.toContain("");
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
  });

  test("opens in its own row only: two swapped rows sign nobody in", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const other = aBrowser();
    await signIn(browser, { app, sandbox }, { person: 0 });
    await signIn(other, { app, sandbox }, { person: 1 });

    const database = new Database(app.databaseFile);
    const [one, two] = database.prepare("SELECT id, sealed FROM sessions").all() as SessionRow[];
    const store = database.prepare("UPDATE sessions SET sealed = ? WHERE id = ?");
    store.run(Buffer.from(one?.sealed ?? []), two?.id);
    store.run(Buffer.from(two?.sealed ?? []), one?.id);
    database.close();

    for (const someone of [browser, other]) {
      expect(await isSignedIn(someone, app)).toBe(false);
    }
  });

  test("does not open when a byte of it was changed", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });

    const database = new Database(app.databaseFile);
    const [row] = database.prepare("SELECT id, sealed FROM sessions").all() as SessionRow[];
    const altered = Buffer.from(row?.sealed ?? []);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    database.prepare("UPDATE sessions SET sealed = ? WHERE id = ?").run(altered, row?.id);
    database.close();

    expect(await isSignedIn(browser, app)).toBe(false);
  });
});

describe("the session secret", () => {
  const [oldSecret, newSecret] = ["old".repeat(12), "new".repeat(12)];

  test("is rotated by new,old: who signed in before stays signed in", async () => {
    const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: oldSecret } });
    await signIn(browser, { app, sandbox });
    await app.stop();

    const rotated = await restart(app, sandbox.settings, `${newSecret},${oldSecret}`);
    const profile = await browser.get(`${rotated.origin}/profile`);

    expect(profile.status).toBe(200);
  });

  test("that was dropped opens nothing", async () => {
    const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: oldSecret } });
    await signIn(browser, { app, sandbox });
    await app.stop();

    const replaced = await restart(app, sandbox.settings, newSecret);
    const profile = await browser.get(`${replaced.origin}/profile`);

    expect(profile.status).toBe(302);
  });
});

test("a request that ends after the sign-out does not bring the session back", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const landing = await openSignedIn(browser, { app, sandbox });
  sandbox.setSwitches({ slow: { endpoint: "token_info", ms: 400 } });

  const profile = browser.get(`${app.origin}/profile`);
  await untilAsked(sandbox, "/-/token_info");
  const session = sessionCookieOf(browser);
  await browser.press(landing, "Sign out");
  await profile;
  const thief = aBrowserWith({ session });

  expect(rowsOf(app.databaseFile).sessions).toEqual([]);
  expect(await isSignedIn(thief, app)).toBe(false);
});

describe("when the store fails", () => {
  test("people get a 503 page until it is back, and the store is told as failing", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const putBack = replaceDatabase(app.databaseFile, "no database at all");

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
    const other = new Database(app.databaseFile);
    other.exec("BEGIN IMMEDIATE");

    const locked = await browser.get(`${app.origin}/auth/login`);
    other.exec("COMMIT");
    await signIn(aBrowser(), { app, sandbox });

    expect(locked.status).toBe(503);
    expect(rowsOf(app.databaseFile).sessions).toHaveLength(2);
    other.exec("BEGIN IMMEDIATE; ROLLBACK");
    other.close();
  });

  test("because its file was replaced, the new one is used", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    for (const name of readdirSync(dirname(app.databaseFile))) {
      rmSync(join(dirname(app.databaseFile), name));
    }

    const answer = await signIn(browser, { app, sandbox });

    expect(answer.headers.location).toBe("/profile");
    expect(rowsOf(app.databaseFile).sessions).toHaveLength(1);
  });

  test("the page of a failed sign-in still tells of that sign-in", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const database = new Database(app.databaseFile);
    database.exec("ALTER TABLE sessions RENAME TO elsewhere");
    database.close();

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
    const database = new Database(app.databaseFile);
    database.exec("ALTER TABLE sign_in_attempts RENAME TO elsewhere");
    database.close();

    const page = await browser.open(callback);

    expect(page.status).toBe(503);
    expect(page.url).toContain("/auth/error?kind=store-unavailable");
    expect(page.url).not.toContain("code=");
  });
});

interface SessionRow {
  readonly id: string;
  readonly sealed: Buffer;
  readonly last_seen_at: number;
}

function rowsOf(databaseFile: string) {
  const database = new Database(databaseFile);
  const sessions = database.prepare("SELECT * FROM sessions").all() as SessionRow[];
  const attempts = database.prepare("SELECT * FROM sign_in_attempts").all();
  database.close();
  return { sessions, attempts };
}

/** Puts another file in the place of the database; returns what puts the database back. */
function replaceDatabase(databaseFile: string, text: string): () => void {
  const aside = `${databaseFile}.aside`;
  renameSync(databaseFile, aside);
  writeFileSync(databaseFile, text);
  return () => renameSync(aside, databaseFile);
}

function databaseBytes(databaseFile: string): Buffer {
  const folder = dirname(databaseFile);
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

function restart(
  app: { databaseFile: string },
  settings: Readonly<Record<string, string>>,
  secret: string,
) {
  return startApp({
    settings: { ...settings, SESSION_SECRET: secret },
    databaseFile: app.databaseFile,
  });
}

async function openSignedIn(
  browser: ReturnType<typeof aBrowser>,
  setUp: Pick<Awaited<ReturnType<typeof aSetUp>>, "app" | "sandbox">,
) {
  await signIn(browser, setUp);
  return browser.open(`${setUp.app.origin}/`);
}

/** Waits until the sandbox was asked for this path. */
async function untilAsked(
  sandbox: { requests: readonly { path: string }[] },
  path: string,
): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!sandbox.requests.some((request) => request.path === path)) {
    if (Date.now() > deadline) throw new Error(`${path} was not asked`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
