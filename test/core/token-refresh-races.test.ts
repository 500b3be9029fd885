import { describe, expect, test } from "@jest/globals";
import { startApp } from "../support/app.ts";
import { hour, second } from "../support/clock.ts";
import { keptTokens } from "../support/kept-tokens.ts";
import { until } from "../support/process.ts";
import { noRows, rowCounts } from "../support/rows.ts";
import { introspect } from "../support/sandbox-client.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { headingOf, showsTasks } from "../support/tasks-page.ts";

const slowRefresh = { slow: { endpoint: "token", ms: 1_500 } } as const;

describe("a session that ends while its token is refreshed", () => {
  test.each([
    ["by signing out", "Sign out", "/", 2],
    ["by signing out everywhere", "Sign out everywhere", "/sessions", 2],
    ["by disconnecting", "Disconnect", "/profile", 1], // so that there is no new one
  ])("%s does not come back, and no refresh token stays", async (_, button, path, issued) => {
    const { app, sandbox, browser, clock, asked, demo } = await aSignedInSetUp({
      refresh: "rotate",
    });
    const page = await browser.open(app.origin + path);
    sandbox.setSwitches(slowRefresh);
    clock.move(hour);

    const underWay = demo();
    await until(() => asked.refreshes() === 1);
    await browser.press(page, button);
    const late = await underWay;
    const refreshTokens = sandbox.secrets.filter(({ kind }) => kind === "refresh");
    const states = await Promise.all(
      refreshTokens.map(async ({ value }) => (await introspect(sandbox, value)).body.active),
    );

    expect(late.status).toBeLessThan(500);
    expect(showsTasks(late)).toBe(false);
    expect(rowCounts(app.databaseFile)).toEqual(noRows);
    expect(states).toEqual(Array(issued).fill(false));
    expect((await demo()).status).toBe(302);
  });

  test("by signing out leaves its refresh token alone when Asana gave no new one", async () => {
    const { app, sandbox, browser, clock, asked, demo } = await aSignedInSetUp();
    const page = await browser.open(`${app.origin}/`);
    sandbox.setSwitches(slowRefresh);
    clock.move(hour);

    const underWay = demo();
    await until(() => asked.refreshes() === 1);
    await browser.press(page, "Sign out");
    await underWay;

    expect(asked.revocations()).toBe(0);
    expect(rowCounts(app.databaseFile)).toEqual(noRows);
  });
});

test("a page that saves its session late brings no old token back", async () => {
  const { sandbox, asked, demo, profile } = await aSignedInSetUp({ refresh: "rotate" });
  sandbox.setSwitches({ slow: { endpoint: "token_info", ms: 2_000 } });

  const late = profile();
  await until(() => asked.introspections() === 1 && asked.restCalls("workspaces") === 1);
  sandbox.setSwitches({ expireTokens: "now" });
  const refreshed = await demo();
  const isLate = asked.introspections() === 1;
  await late;
  sandbox.setSwitches({ expireTokens: "now" });
  const refreshedAgain = await demo();

  expect(isLate).toBe(true);
  expect([refreshed, refreshedAgain].map(showsTasks)).toEqual([true, true]);
  expect(asked.refreshes()).toBe(2);
  expect((await profile()).text).toContain("<dd>2 times</dd>");
});

describe("whoever comes too late with an old refresh token uses what another process has got", () => {
  test.each([["keep"], ["rotate"]] as const)("when a refresh token is to %s", async (refresh) => {
    const { app, sandbox, browser, clock, asked, demo } = await aSignedInSetUp({ refresh });
    const other = await startApp({
      settings: sandbox.settings,
      databaseFile: app.databaseFile,
      now: clock.now,
    });
    await until(async () => (await browser.get(`${other.origin}/readyz`)).status === 200);
    sandbox.setSwitches({ slow: { endpoint: "token", ms: 2_000 } });
    clock.move(hour);

    const stuck = demo();
    await until(() => asked.refreshes() === 1);
    sandbox.setSwitches({ slow: "off" });
    clock.move(8 * second); // the lease runs out, and the other one takes over
    const takenOver = await browser.get(`${other.origin}/demo`);
    const late = await stuck;
    const afterwards = await demo();

    expect([takenOver, late, afterwards].map(headingOf)).toEqual(Array(3).fill("200 Your tasks"));
    expect(asked.refreshes()).toBe(2);
    expect((await keptTokens(app, browser))?.refreshes).toBe(1);
  });
});
