import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../src/sessions/sealing.ts";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { day, hour, second } from "../support/clock.ts";
import { headingOf } from "../support/heading.ts";
import { probePath } from "../support/probe.ts";
import {
  probeHeading,
  showsProbe,
  workspaceOfBen,
  workspacesOfAna,
} from "../support/probe-page.ts";
import { requestsTo } from "../support/requests.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { noRows, rowCounts, storedBytes } from "../support/store-place.ts";

const mayWrite = "openid email profile workspaces:read tasks:read tasks:write";

describe("the store", () => {
  test("holds no code, no token, no name and no typed text that can be read", async () => {
    const { app, sandbox, browser, probe } = await aSignedInWriter();
    sandbox.setSwitches({ refresh: "rotate", expireTokens: "now" });
    await probe();
    sandbox.setSwitches({ expireTokens: "now" });
    const name = "Words that somebody typed";
    await browser.press(await browser.open(app.origin + probePath), "Send", { name });
    await browser.get(`${app.origin}/profile`);
    await browser.get(`${app.origin}/auth/login`);

    const bytes = await storedBytes(app);
    const kinds = sandbox.secrets.map(({ kind }) => kind).sort();

    expect(kinds).toEqual([
      ...["access", "access", "access", "code", "id-token", "refresh", "refresh", "refresh"],
    ]);
    expect(bytes.includes("sign-in-record")).toBe(true); // the search does find what is there
    const texts = [name, "Ana Everyday", "ana@example.com", ...workspacesOfAna];
    const values = [...texts.map((value) => ({ kind: "text", value })), ...sandbox.secrets];
    for (const { kind, value } of values) {
      expect([kind, bytes.includes(value)]).toEqual([kind, false]);
    }
  });

  test("holds tokens that open in their own row only: swapped, they are of no use", async () => {
    const { app, sandbox, browser, anotherBrowser } = await aSignedInSetUp();
    const other = await anotherBrowser({ person: 1 });
    const workspaces = [...workspacesOfAna, workspaceOfBen];
    const [one, two] = [sha256(sessionIdOf(browser)), sha256(sessionIdOf(other))];
    const { tokens } = app.store;
    const [ofOne, ofTwo] = [await tokens.get(one), await tokens.get(two)];
    const isSwapped = [
      await tokens.write(one, { version: ofOne?.version ?? -1 }, ofTwo?.sealed ?? Buffer.alloc(0)),
      await tokens.write(two, { version: ofTwo?.version ?? -1 }, ofOne?.sealed ?? Buffer.alloc(0)),
    ];
    const asked = requestsTo(sandbox);

    const pages = await Promise.all(
      [browser, other].map((each) => each.get(app.origin + probePath)),
    );

    expect(isSwapped).toEqual([true, true]);
    for (const page of pages) {
      expect(headingOf(page)).not.toBe(probeHeading);
      for (const name of workspaces) expect(page.text).not.toContain(name);
    }
    expect([asked.restCalls(), asked.refreshes()]).toEqual([0, 0]);
  });
});

describe("the session secret", () => {
  test("is rotated by new,old: tokens of before still work and are refreshed", async () => {
    const { rotated, sandbox, browser } = await aRotatedSecret();
    const asked = requestsTo(sandbox);
    const page = await browser.get(rotated.origin + probePath);
    sandbox.setSwitches({ expireTokens: "now" });
    const refreshed = await browser.get(rotated.origin + probePath);

    expect([page, refreshed].map(showsProbe)).toEqual([true, true]);
    expect(asked.refreshes()).toBe(1);
  });

  test("is rotated by new,old: a person's sessions of before and after are one list", async () => {
    const { rotated, sandbox } = await aRotatedSecret();
    const another = aBrowser();
    await signIn(another, { app: rotated, sandbox });

    const profile = await another.open(`${rotated.origin}/profile`);
    const asked = requestsTo(sandbox);
    await another.press(profile, "Disconnect");

    expect(asked.revocations()).toBe(2);
    expect(await rowCounts(rotated)).toEqual(noRows);
  });
});

describe("everything about a session goes with it", () => {
  test.each([
    ["when it was not used for a day", [day + second]],
    ["a week after the sign-in", Array(15).fill(12 * hour)],
  ])("%s and the store was swept", async (_, steps) => {
    const { app, browser, clock } = await aSignedInWriter();
    await browser.press(await browser.open(app.origin + probePath), "Send", { name: "A task" });
    const before = await rowCounts(app);

    for (const step of steps) {
      clock.move(step);
      await browser.get(`${app.origin}/`);
    }
    await app.sessions.sweep();

    expect(before).toMatchObject({ sessions: 1, tokens: 1, forms: 1 });
    expect(await rowCounts(app)).toEqual(noRows);
  });

  test("when the same browser signs in again, and when another person does", async () => {
    const { app, sandbox, browser, probe } = await aSignedInSetUp();
    const one = await rowCounts(app);

    await signIn(browser, { app, sandbox });
    const samePerson = await rowCounts(app);
    sandbox.setSwitches({ expireTokens: "now" });
    const page = await probe();
    browser.setCookie("sandbox-asana", "");
    await signIn(browser, { app, sandbox }, { person: 1 });
    const otherPage = await probe();

    expect(one).toMatchObject({ sessions: 1, tokens: 1 });
    expect(samePerson).toEqual(one);
    expect(showsProbe(page)).toBe(true);
    expect(await rowCounts(app)).toEqual(one);
    expect([headingOf(otherPage), otherPage.text]).toEqual([
      probeHeading,
      expect.stringContaining(workspaceOfBen),
    ]);
  });
});

/** Somebody signed in with the old secret, and the app started again with the new one before it. */
async function aRotatedSecret() {
  const [oldSecret, newSecret] = ["old".repeat(12), "new".repeat(12)];
  const { app, sandbox, browser } = await aSetUp({ settings: { SESSION_SECRET: oldSecret } });
  await signIn(browser, { app, sandbox });
  await app.stop();
  const settings = { ...sandbox.settings, SESSION_SECRET: `${newSecret},${oldSecret}` };
  return { rotated: await startApp({ settings, place: app.place }), sandbox, browser };
}

/** The same as `aSignedInSetUp`, with the permission to change tasks. */
async function aSignedInWriter() {
  return aSignedInSetUp({}, { ASANA_SCOPES: mayWrite });
}
