import { describe, expect, test } from "@jest/globals";
import { Router } from "express";
import { listWorkspaces } from "../../src/asana/workspaces.ts";
import { asanaAsPerson } from "../../src/web/asana-calls/asana-as-person.ts";
import type { Feature } from "../../src/web/feature.ts";
import { page } from "../../src/web/who-may/row.ts";
import { startApp } from "../support/app.ts";
import { aClock, hour } from "../support/clock.ts";
import { endWhileRefreshing, slowRefresh } from "../support/end-while-refreshing.ts";
import { headingOf } from "../support/heading.ts";
import { keptTokens } from "../support/kept-tokens.ts";
import { probePath } from "../support/probe.ts";
import { probeHeading, showsProbe } from "../support/probe-page.ts";
import { until } from "../support/process.ts";
import { requestsTo } from "../support/requests.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { noRows, rowCounts } from "../support/store-place.ts";

describe("a session that ends while its token is refreshed", () => {
  test.each([
    ["by signing out", "Sign out", "/", 2],
    ["by disconnecting", "Disconnect", "/profile", 1], // so that there is no new one
  ])("%s does not come back, and no refresh token stays", async (_, button, path, issued) => {
    const { late, rows, states, afterwards } = await endWhileRefreshing({ button, path });

    expect(late.status).toBeLessThan(500);
    expect(showsProbe(late)).toBe(false);
    expect(rows).toEqual(noRows);
    expect(states).toEqual(Array(issued).fill(false));
    expect(afterwards.status).toBe(302);
  });

  test("by signing out leaves its refresh token alone when Asana gave no new one", async () => {
    const { app, sandbox, browser, clock, asked, probe } = await aSignedInSetUp();
    const page = await browser.open(`${app.origin}/`);
    sandbox.setSwitches(slowRefresh);
    clock.move(hour);

    const underWay = probe();
    await until(() => asked.refreshes() === 1);
    await browser.press(page, "Sign out");
    await underWay;

    expect(asked.revocations()).toBe(0);
    expect(await rowCounts(app)).toEqual(noRows);
  });
});

test("introspection waits for the renewal that a call of the same page has begun", async () => {
  let hasBegun: () => boolean = () => false;
  const asking: Feature = {
    name: "asking",
    rows: [page("/asking", "signed-in")],
    routes: (dependencies) =>
      Router().get("/asking", async (request, response) => {
        const asana = asanaAsPerson(request, response, dependencies);
        const call = listWorkspaces(asana.client);
        await until(hasBegun);
        response.json({ ...(await asana.introspection()), workspaces: (await call).length });
      }),
  };
  const { app, sandbox, browser, asked } = await aSignedInSetUp({}, {}, { features: [asking] });
  hasBegun = () => asked.refreshes() === 1;
  sandbox.setSwitches({ expireTokens: "now", slow: { endpoint: "token", ms: 1_000 } });

  const { text } = await browser.get(`${app.origin}/asking`);

  expect(JSON.parse(text)).toMatchObject({ outcome: "active", workspaces: 3 });
  expect(asked.refreshes()).toBe(1);
});

test("a page that saves its session late brings no old token back", async () => {
  const { sandbox, asked, probe, profile } = await aSignedInSetUp({ refresh: "rotate" });
  sandbox.setSwitches({ slow: { endpoint: "token_info", ms: 2_000 } });

  const late = profile();
  await until(() => asked.introspections() === 1 && asked.restCalls("workspaces") === 1);
  sandbox.setSwitches({ expireTokens: "now" });
  const refreshed = await probe();
  const isLate = asked.introspections() === 1;
  await late;
  sandbox.setSwitches({ expireTokens: "now" });
  const refreshedAgain = await probe();

  expect(isLate).toBe(true);
  expect([refreshed, refreshedAgain].map(showsProbe)).toEqual([true, true]);
  expect(asked.refreshes()).toBe(2);
  expect((await profile()).text).toContain("<dd>2 times</dd>");
});

describe("whoever comes too late with an old refresh token uses what another process has got", () => {
  test.each([["keep"], ["rotate"]] as const)("when a refresh token is to %s", async (refresh) => {
    const { now, move } = aClock();
    const leaseMs = 500;
    const setUp = await aSetUp({ now, leaseMs, sandbox: { switches: { refresh } } });
    const { app, sandbox, browser } = setUp;
    await signIn(browser, setUp);
    const asked = requestsTo(sandbox);
    const settings = sandbox.settings;
    const other = await startApp({ settings, place: app.place, now, leaseMs });
    await until(async () => (await browser.get(`${other.origin}/readyz`)).status === 200);
    sandbox.setSwitches({ slow: { endpoint: "token", ms: 2_000 } });
    move(hour);

    const stuck = browser.get(app.origin + probePath);
    await until(() => asked.refreshes() === 1);
    sandbox.setSwitches({ slow: "off" });
    // The lease runs out, and the other one takes over.
    const takenOver = await browser.get(other.origin + probePath);
    const late = await stuck;
    const afterwards = await browser.get(app.origin + probePath);

    expect([takenOver, late, afterwards].map(headingOf)).toEqual(Array(3).fill(probeHeading));
    expect(asked.refreshes()).toBe(2);
    expect((await keptTokens(app, browser))?.refreshes).toBe(1);
  });
});
