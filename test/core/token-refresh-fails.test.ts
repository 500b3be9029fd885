import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { aClock, hour, second } from "../support/clock.ts";
import { headingOf } from "../support/heading.ts";
import { aRecordingProvider } from "../support/lying-provider.ts";
import { probePath } from "../support/probe.ts";
import { probeHeading, showsProbe } from "../support/probe-page.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";

const failed = "502 Asana did not renew this app's access";
const slow = "504 Asana took too long to renew this app's access";
const refused = "502 Asana refuses to renew this app's access";

const faults: [string, Partial<Switches>, string][] = [
  ["an error of Asana's", failing(500), failed],
  ["an error without a word", failing("empty"), failed],
  ["an error of another shape", failing("no-errors"), failed],
  ["a page of HTML, as 502", failing("502html"), failed],
  ["a page of HTML, as 200", failing("html"), failed],
  ["JSON that ends in the middle", failing("cut-off"), failed],
  ["an answer that breaks off", failing("truncated"), failed],
  ["far too much JSON", failing("huge"), failed],
  ["a broken connection", failing("reset"), failed],
  ["no answer at all", failing("slow"), slow],
  ["a wrong client secret, as 401", { resetSecret: "yes" }, refused],
  ["a wrong client secret, as 400", { resetSecret: "yes", invalidClientStatus: 400 }, refused],
];
const allWell = { fail: "off", resetSecret: "no" } satisfies Partial<Switches>;

describe("when a token that has run out is refreshed and the answer is", () => {
  test.each(faults)("%s, the tokens stay and the page works later", async (_, fault, heading) => {
    const { sandbox, clock, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches(fault);
    clock.move(hour);

    const page = await probe("?show=all");
    sandbox.setSwitches(allWell);
    const recovered = await probe("?show=all");

    expect(headingOf(page)).toBe(heading);
    expect(page.text).not.toMatch(/SyntaxError|ClientError|at .*\.[jt]s:/);
    expect(page.text).not.toContain("2/1201");
    expect(showsProbe(recovered)).toBe(true);
    expect(asked.refreshes()).toBe(2);
  });

  const quick = faults.filter(([, , heading]) => heading !== slow);

  test.each(quick)("%s after a 401, it is no different", async (_, fault, heading) => {
    const { sandbox, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches({ ...fault, expireTokens: "now" });

    const page = await probe();
    sandbox.setSwitches(allWell);
    const recovered = await probe();

    expect(headingOf(page)).toBe(heading);
    expect(showsProbe(recovered)).toBe(true);
    expect(asked.refreshes()).toBe(2);
  });
});

describe("when a token that still works is refreshed early and the answer is", () => {
  test.each(faults)("%s, nobody notices", async (_, fault) => {
    const leaseMs = 500; // it runs out like the half minute by the app's clock, but by the store's own
    const { sandbox, clock, asked, probe } = await aSignedInSetUp({}, {}, { leaseMs });
    sandbox.setSwitches(fault);
    clock.move(hour - 30 * second);

    const startedAt = performance.now();
    const page = await probe();
    const tookMs = performance.now() - startedAt;
    sandbox.setSwitches(allWell);
    clock.move(30 * second);
    const whenItHasRunOut = await probe();

    expect(showsProbe(page)).toBe(true);
    expect(tookMs).toBeLessThan(6_000); // a token call may take five seconds, and one is enough
    expect(asked.refreshes()).toBeGreaterThan(1);
    expect(showsProbe(whenItHasRunOut)).toBe(true);
  });
});

describe("the page of a failed refresh", () => {
  test("has a link that loads the same page again", async () => {
    const { sandbox, clock, probe } = await aSignedInSetUp();
    sandbox.setSwitches(failing(500));
    clock.move(hour);

    const page = await probe("?show=all");

    expect(page.text).toContain(`href="${probePath}?show=all">Try again</a>`);
    expect(page.text).toContain("Nothing is lost");
  });

  test("is shown to twenty who wait, after one token call and not one after another", async () => {
    const { sandbox, clock, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches({ ...failing(500), slow: { endpoint: "token", ms: 1_500 } });
    clock.move(hour);

    const pages = await Promise.all(Array.from({ length: 20 }, () => probe()));

    expect(new Set(pages.map(headingOf))).toEqual(new Set([failed]));
    expect(asked.refreshes()).toBe(1);
  });

  test("is not the profile's, which shows what it has and says that Asana could not be asked", async () => {
    const { sandbox, clock, profile } = await aSignedInSetUp();
    sandbox.setSwitches(failing(500));
    clock.move(hour);

    const page = await profile();

    expect(page.status).toBe(200);
    expect(page.text).toContain("Asana could not be asked");
    expect(page.text).not.toContain("access has ended");
  });
});

/** What nothing at the sandbox produces, and the page that it leads to. */
const lies: [string, { status?: number; body: string | object }, string][] = [
  ["400 without a word", { status: 400, body: "" }, failed],
  ["400 without a code", { status: 400, body: {} }, failed],
  ["400 with another code", { status: 400, body: { error: "invalid_request" } }, failed],
  ["401 without a word", { status: 401, body: "" }, refused],
  ["429", { status: 429, body: { errors: [{ message: "slow down" }] } }, failed],
  ["no access token", { body: { token_type: "bearer", expires_in: 3600 } }, failed],
  ["another type of token", { body: { access_token: "x", token_type: "mac" } }, failed],
  ["a null", { body: "null" }, failed],
  ["nothing", { status: 204, body: "" }, failed],
];

describe("when the provider answers a refresh with", () => {
  test.each(lies)("%s, the tokens stay and the page works later", async (_, answer, heading) => {
    const { answers, browser, clock, app, tokenRequests } = await signedInAtLiar();
    clock.move(hour);
    answers["/token"] = answer;

    const page = await browser.get(app.origin + probePath);
    answers["/token"] = { body: { access_token: "the new one", token_type: "bearer" } };
    const recovered = await browser.get(app.origin + probePath);

    expect(headingOf(page)).toBe(heading);
    expect(headingOf(recovered)).toBe(probeHeading);
    expect(tokenRequests.at(-1)?.get("refresh_token")).toBe("the first one");
  });

  test("invalid_grant with a status that fits no specification, the person connects again", async () => {
    const { answers, browser, clock, app } = await signedInAtLiar();
    clock.move(hour);
    answers["/token"] = { status: 403, body: { error: "invalid_grant" } };

    const page = await browser.get(app.origin + probePath);

    expect(headingOf(page)).toBe("403 Connect to Asana again");
  });
});

function failing(kind: Extract<Switches["fail"], object>["kind"]) {
  return { fail: { endpoint: "token", kind, times: 100 } } satisfies Partial<Switches>;
}

/** A person signed in at a provider whose next answers a test chooses. */
async function signedInAtLiar() {
  const answers: Record<string, { status?: number; body: string | object }> = {
    "/workspaces": { body: { data: [] } },
  };
  const { settings, tokenRequests } = await aRecordingProvider({
    answers,
    tokenResponse: { refresh_token: "the first one" },
  });
  const clock = aClock();
  const app = await startApp({ settings, now: clock.now });
  const browser = aBrowser();
  const login = await browser.get(`${app.origin}/auth/login`);
  const state = new URL(login.headers.location ?? "").searchParams.get("state");
  await browser.get(`${app.origin}/auth/callback?code=x&state=${state}`);
  return { answers, tokenRequests, browser, clock, app };
}
