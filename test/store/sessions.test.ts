import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../src/sessions/sealing.ts";
import type { SessionRow } from "../../src/store/shared-store.ts";
import { type RunningApp, startApp } from "../support/app.ts";
import { aBrowser, type Browser, setCookies } from "../support/browser.ts";
import { aClock, day, hour, minute, second } from "../support/clock.ts";
import { aBrowserWith, sessionCookieOf } from "../support/cookies.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { probePath } from "../support/probe.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";
import { watchStore } from "../support/store-calls.ts";
import { noRows, rowCounts, storedBytes } from "../support/store-place.ts";

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
    expect(await rowCounts(app)).toEqual(noRows);
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

  test("and it is swept away with all that hangs on it", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });

    await app.sessions.sweep();
    const before = await rowCounts(app);
    clock.move(day + second);
    await app.sessions.sweep();

    expect(before).toMatchObject({ sessions: 1, tokens: 1, attachments: 1 });
    expect(await rowCounts(app)).toEqual(noRows);
  });
});

describe("a page view of a signed-in person", () => {
  test("writes nothing and asks Asana nothing once the profile was shown", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    await browser.get(`${app.origin}/profile`);
    const [asked, stored] = [sandbox.requests.length, await storedSession(app, browser)];

    clock.move(59 * second);
    for (const path of ["/", "/profile", "/nothing"]) await browser.get(app.origin + path);

    expect(sandbox.requests).toHaveLength(asked);
    expect(await storedSession(app, browser)).toEqual(stored);
  });

  test("reads the store once", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    await browser.get(`${app.origin}/profile`);
    const calls = watchStore(app.store);

    for (const path of ["/", "/profile", probePath, "/nothing"])
      await browser.get(app.origin + path);

    expect(calls).toEqual(Array(4).fill("sessions.get"));
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

    expect((await storedSession(app, browser)).seenAt).toBe(signedInAt + minute);
  });
});

describe("what is stored", () => {
  test("shows no token, code, person or session id to whoever reads the files", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    await browser.get(`${app.origin}/profile`);
    await authorize(browser, { app, sandbox });
    const [person] = sandbox.people;

    const bytes = await storedBytes(app);
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

    const [one, two] = [await storedSession(app, browser), await storedSession(app, other)];
    await app.store.sessions.update(one.id, two.sealed);
    await app.store.sessions.update(two.id, one.sealed);

    for (const someone of [browser, other]) {
      expect(await isSignedIn(someone, app)).toBe(false);
    }
  });

  test("does not open when a byte of it was changed", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });

    const { id, sealed } = await storedSession(app, browser);
    const altered = Buffer.from(sealed);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    await app.store.sessions.update(id, altered);

    expect(await isSignedIn(browser, app)).toBe(false);
  });

  test("does not open when a session was lengthened: when it began and was seen is sealed", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    const row = await storedSession(app, browser);
    const isOpenWith = async (changes: Partial<SessionRow>) => {
      await app.store.sessions.end(row.id);
      const altered = { ...row, ...changes, tokens: row.tokens?.sealed };
      await app.store.sessions.begin({ ...altered, expiresAt: clock.now() + 30 * day });
      return isSignedIn(browser, app);
    };

    expect(await isOpenWith({})).toBe(true);
    expect(await isOpenWith({ createdAt: row.createdAt + hour })).toBe(false);
    expect(await isOpenWith({ seenAt: row.seenAt + hour })).toBe(false);
    expect(await isOpenWith({ person: "somebody-else" })).toBe(false);
    expect(await isOpenWith({})).toBe(true);
  });

  test("ends a session in time even where the store says that it lasts", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    const { tokens, ...row } = await storedSession(app, browser);
    await app.store.sessions.end(row.id);
    const expiresAt = clock.now() + 30 * day;
    await app.store.sessions.begin({ ...row, tokens: tokens?.sealed, expiresAt });

    const before = await isSignedIn(browser, app);
    clock.move(day + second);

    expect([before, await isSignedIn(browser, app)]).toEqual([true, false]);
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

  expect(await rowCounts(app)).toMatchObject({ sessions: 0 });
  expect(await isSignedIn(thief, app)).toBe(false);
});

/** The session of a browser as the store has it. */
async function storedSession(app: RunningApp, browser: Browser) {
  const session = await app.store.sessions.get(sha256(sessionIdOf(browser)));
  if (!session) throw new Error("the store has no such session");
  return session;
}

function restart(
  { place }: Pick<RunningApp, "place">,
  settings: Readonly<Record<string, string>>,
  secret: string,
) {
  return startApp({
    settings: { ...settings, SESSION_SECRET: secret },
    place,
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
