import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import type { Permission } from "../../src/permissions.ts";
import type { Feature } from "../../src/web/feature.ts";
import type { RunningApp } from "../support/app.ts";
import type { Browser } from "../support/browser.ts";
import { hour } from "../support/clock.ts";
import { headingOf } from "../support/heading.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { probePath, probePermission } from "../support/probe.ts";
import { probeHeading, workspaceOfBen } from "../support/probe-page.ts";
import { requestsTo } from "../support/requests.ts";
import { api, introspect } from "../support/sandbox-client.ts";
import { answerSandbox, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";
import { noRows, rowCounts } from "../support/store-place.ts";

const mayDelete: Permission = {
  name: "probe-delete",
  scope: "tasks:delete",
  page: "Something else",
  why: "To have more than one permission.",
};
const mayComment: Permission = { ...mayDelete, name: "probe-comment", scope: "stories:write" };
const stepUps: Feature = { name: "step-ups", permissions: [mayDelete, mayComment] };

describe("disconnecting in one of a person's two browsers", () => {
  test("ends every access and refresh token that the person was ever given", async () => {
    const setUp = await aSignedInSetUp({}, {}, { features: [stepUps] });
    const { app, sandbox, browser, anotherBrowser } = setUp;
    const another = await anotherBrowser();
    await allow(probePermission, browser, setUp);
    await allow(mayDelete, browser, setUp);
    await allow(mayComment, another, setUp);
    sandbox.setSwitches({ expireTokens: "now" });
    await browser.get(app.origin + probePath);
    const before = await statesOf(sandbox, 0);

    await disconnect(app, browser);
    const after = await statesOf(sandbox, 0);

    expect(count(before.refresh, true)).toBe(5);
    expect(before.access.length).toBe(6);
    expect(after.refresh).toEqual(Array(5).fill(false));
    expect(after.access).toEqual(Array(6).fill(false));
    expect(after.rest).toEqual(Array(6).fill(401));
  });

  test("ends those as well that a provider with rotation gave in between", async () => {
    const setUp = await aSignedInSetUp({ refresh: "rotate" });
    const { app, sandbox, browser, clock, anotherBrowser } = setUp;
    const another = await anotherBrowser();
    await allow(probePermission, browser, setUp);
    clock.move(hour);
    await browser.get(app.origin + probePath);
    await another.get(app.origin + probePath);
    const before = await statesOf(sandbox, 0);

    await disconnect(app, another);
    const after = await statesOf(sandbox, 0);

    expect(count(before.refresh, true)).toBe(3);
    expect(count(after.refresh, true)).toBe(0);
    expect(count(after.access, true)).toBe(0);
  });

  test("ends those of somebody who signed in again and again in one browser", async () => {
    const setUp = await aSignedInSetUp();
    const { app, sandbox, browser } = setUp;
    for (let time = 0; time < 25; time += 1) await signIn(browser, setUp);
    const before = await statesOf(sandbox, 0);

    await disconnect(app, browser);
    const after = await statesOf(sandbox, 0);

    expect(before.refresh).toHaveLength(26);
    expect(count(after.refresh, true)).toBe(0);
    expect(count(after.access, true)).toBe(0);
  });

  test("leaves no row of the person and signs out the other browser", async () => {
    const setUp = await aSignedInSetUp();
    const { app, browser, anotherBrowser } = setUp;
    const another = await anotherBrowser();
    await allow(probePermission, another, setUp);
    await another.press(await another.open(app.origin + probePath), "Send", { name: "A task" });
    const before = await rowCounts(app);

    await disconnect(app, browser);
    const elsewhere = await another.get(`${app.origin}/profile`);

    expect(before).toMatchObject({ sessions: 2, tokens: 2, forms: 1 });
    expect(await rowCounts(app)).toEqual(noRows);
    expect([elsewhere.status, elsewhere.headers.location]).toEqual([302, "/?returnTo=%2Fprofile"]);
    expect([await isSignedIn(browser, app), await isSignedIn(another, app)]).toEqual([
      false,
      false,
    ]);
  });

  test("leaves other people alone", async () => {
    const { app, sandbox, browser, anotherBrowser } = await aSignedInSetUp();
    await anotherBrowser();
    const somebodyElse = await anotherBrowser({ person: 1 });

    await disconnect(app, browser);
    const page = await somebodyElse.get(app.origin + probePath);
    const theirs = await statesOf(sandbox, 1);

    expect([headingOf(page), page.text]).toEqual([
      probeHeading,
      expect.stringContaining(workspaceOfBen),
    ]);
    expect(theirs).toEqual({ refresh: [true], access: [true], rest: [200] });
    expect(await rowCounts(app)).toMatchObject({ sessions: 1, tokens: 1 });
  });

  test("says so, and the next sign-in asks for consent again", async () => {
    const { app, sandbox, browser, anotherBrowser } = await aSignedInSetUp();
    await anotherBrowser();
    const asked = requestsTo(sandbox);

    const page = await disconnect(app, browser);
    const login = await browser.get(`${app.origin}/auth/login`);
    const consent = await browser.get(login.headers.location ?? "");

    expect(noticeOf(page.text)).toContain("Asana no longer lets this app act for you");
    expect(asked.revocations()).toBe(2);
    expect(consent.text).toContain("Allow");
  });
});

describe("when Asana does not confirm the end of the access", () => {
  const kinds = [[500], ["502html"], ["reset"], ["slow"], ["empty"]] as const;

  test.each(kinds)("because of %s, the page says so and how to end it there", async (kind) => {
    const { app, sandbox, browser } = await aSignedInSetUp(failing(kind, 1));

    const page = await disconnect(app, browser);

    expectHereOnly(page.text, sandbox);
    expect(await rowCounts(app)).toEqual(noRows);
    expect(await isSignedIn(browser, app)).toBe(false);
  });

  test("for one of several sessions, the page says so as well", async () => {
    const { app, sandbox, browser, anotherBrowser } = await aSignedInSetUp(failing("reset", 1));
    await anotherBrowser();

    const page = await disconnect(app, browser);

    expectHereOnly(page.text, sandbox);
    expect(await rowCounts(app)).toEqual(noRows);
  });

  test("because the client secret was reset, the page says so as well", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    sandbox.setSwitches({ resetSecret: "yes" });

    expectHereOnly((await disconnect(app, browser)).text, sandbox);
  });
});

test("disconnecting without a refresh token says that the access runs out by itself", async () => {
  const { app, sandbox, browser } = await aSignedInSetUp({ refreshToken: "absent" });
  const asked = requestsTo(sandbox);

  const page = await disconnect(app, browser);

  expect(noticeOf(page.text)).toContain("runs out by itself");
  expect(asked.revocations()).toBe(0);
  expect(await rowCounts(app)).toEqual(noRows);
});

function failing(kind: Extract<Switches["fail"], object>["kind"], times: number) {
  return { fail: { endpoint: "revoke", kind, times } } satisfies Partial<Switches>;
}

/** Grants what a page asks for, as its link does, and comes back to that page. */
async function allow(
  { name }: Permission,
  browser: Browser,
  { app, sandbox }: { readonly app: RunningApp; readonly sandbox: Sandbox },
): Promise<void> {
  const login = await browser.get(`${app.origin}/auth/login?allow=${name}&returnTo=%2Fprofile`);
  await browser.open(await answerSandbox(browser, { sandbox, url: login.headers.location ?? "" }));
}

/** Presses the button on the profile; the page that follows. */
async function disconnect({ origin }: RunningApp, browser: Browser) {
  const answer = await browser.press(await browser.open(`${origin}/profile`), "Disconnect");
  return browser.open(new URL(answer.headers.location ?? "", origin).href);
}

/** What the sandbox says of each token of a person: whether it is active; of REST, the status. */
async function statesOf(sandbox: Sandbox, person: number) {
  const { gid } = sandbox.people[person] ?? {};
  const valuesOf = (wanted: "access" | "refresh") =>
    sandbox.secrets
      .filter(({ kind, userGid }) => kind === wanted && userGid === gid)
      .map(({ value }) => value);
  const areActive = (values: readonly string[]) =>
    Promise.all(values.map(async (value) => (await introspect(sandbox, value)).body.active));
  const access = valuesOf("access");
  return {
    refresh: await areActive(valuesOf("refresh")),
    access: await areActive(access),
    rest: await Promise.all(
      access.map(async (token) => (await api(sandbox, token, "/workspaces")).status),
    ),
  };
}

function count(values: readonly unknown[], wanted: unknown): number {
  return values.filter((value) => value === wanted).length;
}

function noticeOf(page: string): string {
  return /<div class="notice"[\s\S]*?<\/div>/.exec(page)?.[0] ?? "";
}

function expectHereOnly(page: string, { origin }: Sandbox): void {
  const notice = noticeOf(page);
  expect(notice).toContain("Asana did not confirm that it is withdrawn");
  expect(notice).toContain("profile settings, Apps, Deauthorize");
  expect(notice).toContain(`href="${origin}`);
}
