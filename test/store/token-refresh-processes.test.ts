import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import { aBrowser, type Browser } from "../support/browser.ts";
import { keepTokens, storeOf } from "../support/kept-tokens.ts";
import { movedClock } from "../support/moved-clock.ts";
import { allowAt, startServer, until } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { requestsTo } from "../support/requests.ts";
import { aSandbox } from "../support/sandbox-client.ts";
import { aStorePlace, settingsOf } from "../support/store-place.ts";

const rotations = [["keep"], ["rotate"]] as const;
/** So slow that all requests are there before the refresh is over. */
const wideRace = { slow: { endpoint: "token", ms: 500 } } satisfies Partial<Switches>;

describe("50 parallel requests in each of two processes refresh an expired token once", () => {
  test.each(rotations)("when it has run out, and a refresh token is to %s", async (refresh) => {
    const { sandbox, browser, one, two } = await twoProcesses({ refresh, expiresIn: 1 });
    const signedInAt = Date.now();
    sandbox.setSwitches({ ...wideRace, expiresIn: 3600 });
    const asked = requestsTo(sandbox);
    await until(() => Date.now() > signedInAt + 1_000);

    const pages = await Promise.all([...fifty(browser, one), ...fifty(browser, two)]);

    expect(correct(pages)).toBe(100);
    expect(asked.refreshes()).toBe(1);
  });

  test.each(rotations)("when Asana answers 401, and a refresh token is to %s", async (refresh) => {
    const { sandbox, browser, one, two } = await twoProcesses({ refresh });
    sandbox.setSwitches({ ...wideRace, expireTokens: "now" });
    const asked = requestsTo(sandbox);

    const pages = await Promise.all([...fifty(browser, one), ...fifty(browser, two)]);

    expect(correct(pages)).toBe(100);
    expect(asked.refreshes()).toBe(1);
  });

  test.each(rotations)(
    "when one's clock is 10 s ahead, and a refresh token is to %s",
    async (refresh) => {
      const { sandbox, browser, one, two } = await twoProcesses(
        { refresh, expiresIn: 1 },
        movedClock(10_000),
      );
      const signedInAt = Date.now();
      sandbox.setSwitches({ ...wideRace, expiresIn: 3600 });
      const asked = requestsTo(sandbox);
      await until(() => Date.now() > signedInAt + 1_000);

      const ofOne = fifty(browser, one);
      await until(() => asked.refreshes() === 1); // one holds the lease, which has not run out by its own clock
      const pages = await Promise.all([...ofOne, ...fifty(browser, two)]);

      expect(two.output()).toContain("the clock is 10 s ahead");
      expect(correct(pages)).toBe(100);
      expect(asked.refreshes()).toBe(1);
    },
  );
});

test("kill -9 of the process that refreshes stops nobody for longer than ten seconds", async () => {
  const runs = await Promise.all(rotations.map(([refresh]) => killWhileRefreshing(refresh)));

  for (const { cutOff, pages, recoveredInMs, refreshes } of runs) {
    expect(cutOff).toBe("cut off");
    expect(correct(pages)).toBe(10);
    expect(recoveredInMs).toBeLessThan(10_000);
    expect(refreshes).toBe(2);
  }
}, 40_000); // four processes start, and a lease of six seconds runs out

/** One process dies before the provider has answered, while ten requests wait in the other one. */
async function killWhileRefreshing(refresh: Switches["refresh"]) {
  const { sandbox, browser, one, two } = await twoProcesses({ refresh });
  sandbox.setSwitches({ expireTokens: "now", slow: { endpoint: "token", ms: 30_000 } });
  const asked = requestsTo(sandbox);
  const killed = page(browser, one).catch(() => "cut off");
  await until(() => asked.refreshes() === 1);
  const waiting = Array.from({ length: 10 }, () => page(browser, two));
  await until(() => asked.restCalls() === 11);

  sandbox.setSwitches({ slow: "off" });
  one.kill("SIGKILL");
  const killedAt = performance.now();
  const pages = await Promise.all(waiting);
  const recoveredInMs = performance.now() - killedAt;
  return { cutOff: await killed, pages, recoveredInMs, refreshes: asked.refreshes() };
}

test("a process that is told to end keeps what a refresh behind an answered page brings", async () => {
  const { sandbox, browser, store, one, two } = await twoProcesses({ refresh: "rotate" });
  sandbox.setSwitches({ slow: { endpoint: "token", ms: 4_000 } });
  const asked = requestsTo(sandbox);
  await keepTokens(store, browser, { expiresInMs: 3_000 }); // so its refresh is due
  const expiresAt = Date.now() + 3_000;

  const shown = await page(browser, one);
  const isBehindIt = !one.output().includes("token.refreshed");
  one.kill("SIGTERM");
  const end = await one.ended({ seconds: 15 });
  await until(() => Date.now() > expiresAt); // the first token has run out
  const profile = await browser.open(`${two.origin}/profile`);
  const before = asked.restCalls();
  await browser.press(profile, "Read again");
  const afterwards = await page(browser, two);

  expect([showsProfile(shown), isBehindIt, end]).toEqual([true, true, 0]);
  expect(showsProfile(afterwards)).toBe(true);
  expect(afterwards.text).toContain("Access token refreshed</dt><dd>once<");
  expect(asked.restCalls()).toBeGreaterThan(before);
  expect(asked.refreshes()).toBe(1);
});

/** Two processes on one store, and a browser that has signed in and seen no page yet. */
async function twoProcesses(
  switches: Partial<Switches>,
  settingsOfTwo: Readonly<Record<string, string>> = {},
) {
  const secret = "a secret for tests that is long enough";
  const place = await aStorePlace();
  const sandbox = await aSandbox({ switches });
  const settings = {
    ...sandbox.settings,
    SESSION_SECRET: secret,
    ...settingsOf(place),
  };
  const one = await startServer(settings);
  const two = await startServer({ ...settings, ...settingsOfTwo });
  const browser = aBrowser();
  await browser.get(await allowAt(one.origin, browser));
  const store = await storeOf({ place, secret });
  return { sandbox, browser, store, one, two };
}

async function page(browser: Browser, { origin }: { readonly origin: string }) {
  const { status, text } = await browser.get(`${origin}/profile`);
  return { status, text };
}

function fifty(browser: Browser, server: { readonly origin: string }) {
  return Array.from({ length: 50 }, () => page(browser, server));
}

/** How many of the pages show what they should. */
function correct(pages: readonly { readonly status: number; readonly text: string }[]): number {
  return pages.filter(showsProfile).length;
}
