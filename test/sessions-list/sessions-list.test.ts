import { describe, expect, test } from "@jest/globals";
import type { RunningApp } from "../support/app.ts";
import { aBrowser, type Browser, unescapeHtml } from "../support/browser.ts";
import { aClock, hour, minute } from "../support/clock.ts";
import { endWhileRefreshing } from "../support/end-while-refreshing.ts";
import { showsProbe } from "../support/probe-page.ts";
import { requestsTo } from "../support/requests.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { noRows, rowCounts } from "../support/store-place.ts";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 " +
  "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

describe("the list of a person's sessions", () => {
  test("tells device, address, start and last use of each, and which one this is", async () => {
    const { app, sandbox, clock } = await aSetUpWithClock();
    const [desk, phone] = [aBrowser(), aBrowser()];
    await desk.get(await authorize(desk, { app, sandbox }), { "user-agent": firefox });
    clock.move(2 * hour);
    await phone.get(await authorize(phone, { app, sandbox }), { "user-agent": safari });
    await phone.get(`${app.origin}/`);
    clock.move(5 * minute);
    await desk.get(`${app.origin}/`);

    const onDesk = await listOf(desk, app);
    const onPhone = await listOf(phone, app);

    expect(onDesk).toEqual([
      expect.objectContaining({ device: "Firefox on Linux", isThisOne: true }),
      expect.objectContaining({ device: "Safari on iOS", isThisOne: false }),
    ]);
    expect(onPhone.find(({ isThisOne }) => isThisOne)?.device).toBe("Safari on iOS");
    expect(onDesk.map(({ lastSeen }) => lastSeen)).toEqual(["this minute", "5 minutes ago"]);
    expect(onDesk[0]?.address).toMatch(/127\.0\.0\.1|::1/);
    expect(onDesk.map(({ started }) => started)).toEqual([
      inUtc(clock.now() - 2 * hour - 5 * minute),
      inUtc(clock.now() - 5 * minute),
    ]);
  });

  test("says of this one that it is seen now", async () => {
    const { app, browser, clock, anotherBrowser } = await aSignedInSetUp();
    clock.move(2 * hour);
    const another = await anotherBrowser();
    await another.get(`${app.origin}/`);
    clock.move(5 * minute);

    const [first] = await listOf(browser, app);

    expect(first).toMatchObject({ isThisOne: true, lastSeen: "this minute" });
  });

  test.each([
    ["none at all", "", "Unknown device"],
    ["nonsense", "<script>alert(1)</script>", "Unknown device"],
    ["far too much", "Firefox/140.0 ".repeat(500), "Firefox"],
  ])("shows a browser that tells %s of itself", async (_, userAgent, device) => {
    const { app, sandbox, browser } = await aSetUp();
    await browser.get(await authorize(browser, { app, sandbox }), { "user-agent": userAgent });

    const [session] = await listOf(browser, app);

    expect(session?.device).toBe(device);
  });

  test("shows nobody else's, and none that has ended", async () => {
    const { app, browser, anotherBrowser } = await aSignedInSetUp();
    const [another, somebodyElse] = [await anotherBrowser(), await anotherBrowser({ person: 1 })];
    await another.press(await another.open(`${app.origin}/`), "Sign out");

    expect(await listOf(browser, app)).toHaveLength(1);
    expect(await listOf(somebodyElse, app)).toHaveLength(1);
  });

  test("is for people who are signed in", async () => {
    const { app, browser } = await aSetUp();

    const answers = [
      await browser.get(`${app.origin}/sessions`),
      await browser.post(`${app.origin}/sessions/end`, { id: "a" }),
      await browser.post(`${app.origin}/auth/logout-everywhere`),
    ];

    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual([
      [302, "/?returnTo=%2Fsessions"],
      [303, "/?returnTo=%2Fsessions"],
      [303, "/?returnTo=%2Fsessions"],
    ]);
  });
});

describe("a session that ends while its token is refreshed", () => {
  test("by signing out everywhere does not come back, and no refresh token stays", async () => {
    const { late, rows, states, afterwards } = await endWhileRefreshing({
      button: "Sign out everywhere",
      path: "/sessions",
    });

    expect(late.status).toBeLessThan(500);
    expect(showsProbe(late)).toBe(false);
    expect(rows).toEqual(noRows);
    expect(states).toEqual([false, false]);
    expect(afterwards.status).toBe(302);
  });
});

describe("ending a session from the list", () => {
  test("signs the other browser out, forgets its tokens and tells Asana nothing", async () => {
    const { app, browser, sandbox, anotherBrowser } = await aSignedInSetUp();
    const ofOneSession = await rowCounts(app);
    const another = await anotherBrowser();
    const asked = requestsTo(sandbox);
    const other = (await listOf(browser, app)).find(({ isThisOne }) => !isThisOne);

    const answer = await end(browser, app, other?.id);
    const rows = await rowCounts(app);
    const elsewhere = await another.get(`${app.origin}/profile`);
    const here = await browser.get(`${app.origin}/profile`);

    expect([answer.status, answer.headers.location]).toEqual([303, "/sessions"]);
    expect(rows).toMatchObject({ sessions: 1, tokens: 1 });
    expect(rows).toEqual(ofOneSession);
    expect([elsewhere.status, here.status]).toEqual([302, 200]);
    expect(asked.revocations()).toBe(0);
  });

  test("of one's own leads to the start page", async () => {
    const { app, browser } = await aSignedInSetUp();
    const [own] = await listOf(browser, app);

    await end(browser, app, own?.id);
    const page = await browser.open(`${app.origin}/sessions`);

    expect(page.url).toBe(`${app.origin}/?returnTo=%2Fsessions`);
    expect(page.text).toContain("Sign in with Asana</a>");
    expect(await rowCounts(app)).toEqual(noRows);
  });

  test("cannot end somebody else's, nor one that is not there", async () => {
    const { app, browser, anotherBrowser } = await aSignedInSetUp();
    const somebodyElse = await anotherBrowser({ person: 1 });
    const [theirs] = await listOf(somebodyElse, app);

    const answers = [];
    for (const id of [theirs?.id, "", "no such id", "' OR 1=1 --"]) {
      answers.push(await end(browser, app, id));
    }

    expect(theirs?.id).toMatch(/^[0-9a-f]{64}$/);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect((await somebodyElse.get(`${app.origin}/profile`)).status).toBe(200);
    expect(await rowCounts(app)).toMatchObject({ sessions: 2, tokens: 2 });
  });

  test.each(["/sessions/end", "/auth/logout-everywhere"])(
    "needs the form's own token at %s",
    async (path) => {
      const { app, browser } = await aSignedInSetUp();
      const [own] = await listOf(browser, app);

      const answer = await browser.post(app.origin + path, { id: own?.id ?? "", _csrf: "made up" });

      expect(answer.status).toBe(403);
      expect(await rowCounts(app)).toMatchObject({ sessions: 1, tokens: 1 });
    },
  );
});

test("signing out everywhere ends all of a person's sessions and nobody else's", async () => {
  const { app, browser, sandbox, anotherBrowser } = await aSignedInSetUp();
  const [another, somebodyElse] = [await anotherBrowser(), await anotherBrowser({ person: 1 })];
  const asked = requestsTo(sandbox);

  const page = await browser.open(`${app.origin}/sessions`);
  const answer = await browser.press(page, "Sign out everywhere");
  const landing = await browser.open(new URL(answer.headers.location ?? "", app.origin).href);
  const statuses = [];
  for (const each of [browser, another, somebodyElse]) {
    statuses.push((await each.get(`${app.origin}/profile`)).status);
  }

  expect(landing.text).toContain("You are signed out here, on all your devices");
  expect(statuses).toEqual([302, 302, 200]);
  expect(await rowCounts(app)).toMatchObject({ sessions: 1, tokens: 1 });
  expect(asked.revocations()).toBe(0);
});

test("of fifty-one sessions of a person the oldest ends", async () => {
  const { app, sandbox, clock } = await aSetUpWithClock();
  const somebodyElse = aBrowser();
  await signIn(somebodyElse, { app, sandbox }, { person: 1 });
  const browsers = Array.from({ length: 51 }, () => aBrowser());
  for (const browser of browsers) {
    clock.move(1);
    await signIn(browser, { app, sandbox });
    await browsers[0]?.get(`${app.origin}/`); // the one used last, yet the oldest
  }

  const statuses = [];
  for (const browser of [browsers[0], browsers[1], browsers[50], somebodyElse]) {
    statuses.push((await browser?.get(`${app.origin}/sessions`))?.status);
  }

  expect(statuses).toEqual([302, 200, 200, 200]);
  expect(await rowCounts(app)).toMatchObject({ sessions: 51, tokens: 51 });
});

async function aSetUpWithClock() {
  const clock = aClock();
  return { ...(await aSetUp({ now: clock.now })), clock };
}

/** What the page lists, in its order. */
async function listOf(browser: Browser, { origin }: RunningApp) {
  const { text } = await browser.get(`${origin}/sessions`);
  return [...text.matchAll(/<li class="card session">[\s\S]*?<\/li>/g)].map(([item]) => {
    const fact = (name: string) =>
      unescapeHtml(new RegExp(`<dt>${name}</dt><dd>(?:<bdi>)?(.*?)<`).exec(item)?.[1] ?? "");
    return {
      id: /name="id" value="(.*?)"/.exec(item)?.[1],
      device: unescapeHtml(/<bdi>(.*?)<\/bdi>/.exec(item)?.[1] ?? ""),
      isThisOne: item.includes("This one"),
      started: fact("Signed in"),
      address: fact("From address"),
      lastSeen: fact("Last seen"),
    };
  });
}

function inUtc(at: number): string {
  const parts = /^\w+, (\d+) (\w+) (\d+) (\d\d:\d\d)/.exec(new Date(at).toUTCString());
  const [, day, month, year, time] = parts ?? [];
  return `${month} ${Number(day)}, ${year}, ${time} UTC`;
}

/** Presses the button beside a session; with an id that the page does not have, a forged form. */
async function end(browser: Browser, { origin }: RunningApp, id = "") {
  const page = await browser.get(`${origin}/sessions`);
  const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  return browser.post(`${origin}/sessions/end`, { _csrf: token, id });
}
