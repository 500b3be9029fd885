import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { aClock, minute, second } from "../support/clock.ts";
import { aBrowserWith, signInCookieOf } from "../support/cookies.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { probePath } from "../support/probe.ts";
import { aSandbox } from "../support/sandbox-client.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";

describe("while Asana is down", () => {
  test("the app is up and says so, and recovers by itself ten seconds later", async () => {
    const clock = aClock();
    const { port, settings } = await aClosedSandbox();
    const app = await startApp({ settings, now: clock.now });
    const browser = aBrowser();

    const firstLanding = await browser.get(`${app.origin}/`);
    const login = await browser.get(`${app.origin}/auth/login`);
    const landing = await browser.get(`${app.origin}/`);
    const sandbox = await aSandbox({ port });
    clock.move(10 * second - 1);
    const tooEarly = await browser.get(`${app.origin}/auth/login`);
    clock.move(1);
    const recovered = await signIn(browser, { app, sandbox });

    expect(firstLanding.text).not.toContain("Asana cannot be reached");
    expect(login.status).toBe(503);
    expect(login.text).toContain("Asana cannot be reached at the moment");
    expect(landing.status).toBe(200);
    expect(landing.text).toContain("Asana cannot be reached at the moment");
    expect(tooEarly.status).toBe(503);
    expect(recovered.headers.location).toBe("/profile");
  });

  test("discovery is asked at most every ten seconds, however many people click", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({
      switches: { fail: { endpoint: "discovery", kind: 500, times: 100 } },
    });
    const app = await startApp({ settings: sandbox.settings, now: clock.now });

    await Promise.all(Array.from({ length: 10 }, () => aBrowser().get(`${app.origin}/auth/login`)));
    clock.move(10 * second);
    await Promise.all(Array.from({ length: 10 }, () => aBrowser().get(`${app.origin}/auth/login`)));

    expect(sandbox.requests.map(({ path }) => path)).toEqual([
      "/api/1.0/.well-known/openid-configuration",
      "/api/1.0/.well-known/openid-configuration",
    ]);
  });

  test("discovery is asked once, whatever happens later", async () => {
    const { app, sandbox, browser } = await aSetUp();

    for (let time = 0; time < 3; time += 1) await signIn(browser, { app, sandbox });

    expect(sandbox.requests.filter(({ path }) => path.includes("well-known"))).toHaveLength(1);
  });
});

describe("an issuer that calls itself otherwise", () => {
  test("is not used, and the log says why", async () => {
    const { app, browser } = await aSetUp({ sandbox: { switches: { issuerSlash: "yes" } } });

    const login = await browser.get(`${app.origin}/auth/login`);

    expect(login.status).toBe(503);
    expect(app.log()).toContain("ASANA_ISSUER must equal");
  });

  test("is used in the form that the settings give", async () => {
    const sandbox = await aSandbox({ switches: { issuerSlash: "yes" } });
    const app = await startApp({
      settings: { ...sandbox.settings, ASANA_ISSUER: `${sandbox.issuer}/` },
    });

    const answer = await signIn(aBrowser(), { app, sandbox });

    expect(answer.headers.location).toBe("/profile");
  });
});

const faults: [string, Partial<Switches>, string, number][] = [
  ["an error of Asana's", failing("token", 500), "provider-failed", 502],
  ["a page of HTML", failing("token", "502html"), "provider-failed", 502],
  ["a broken connection", failing("token", "reset"), "provider-failed", 502],
  ["no answer at all", failing("token", "slow"), "provider-slow", 504],
  ["a wrong client secret, as 401", { resetSecret: "yes" }, "client-refused", 502],
  [
    "a wrong client secret, as 400",
    { resetSecret: "yes", invalidClientStatus: 400 },
    "client-refused",
    502,
  ],
  ["a wrong signature", { signature: "wrong" }, "answer-untrusted", 502],
  ["no ID token", { idToken: "absent" }, "id-token-missing", 502],
];

describe("when the code exchange ends in", () => {
  test.each(faults)("%s, the person reads what happened", async (_name, switches, kind, status) => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox }, { returnTo: probePath });
    sandbox.setSwitches(switches);

    const page = await browser.open(callback);

    expect(page.status).toBe(status);
    expect(page.text).toContain(`<code>${kind}</code>`);
    expect(page.text).not.toMatch(/SyntaxError|ClientError|at .*\.[jt]s:/);
    expect(await isSignedIn(browser, app)).toBe(false);
  });

  test("a fault, the next sign-in works", async () => {
    const { app, sandbox, browser } = await aSetUp();
    sandbox.setSwitches(failing("token", 500));

    const failed = await signIn(browser, { app, sandbox });
    const worked = await signIn(browser, { app, sandbox });

    expect(failed.headers.location).toContain("kind=provider-failed");
    expect(worked.headers.location).toBe("/profile");
  });

  test("a code that was used before, nobody is signed in", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const used = new URL(await authorize(browser, { app, sandbox }));
    const fresh = new URL(await authorize(browser, { app, sandbox }));
    await browser.get(used.href);
    const other = aBrowserWith({ signIn: signInCookieOf(browser) });
    fresh.searchParams.set("code", used.searchParams.get("code") ?? "");

    const page = await other.open(fresh.href);

    expect(page.text).toContain("<code>code-refused</code>");
    expect(await isSignedIn(other, app)).toBe(false);
  });
});

describe("a page waits for Asana no longer than its time", () => {
  test("the sign-in ends with a page that says so", async () => {
    const { app, sandbox, browser } = await aSetUp({ pageTimeMs: 100 });
    const callback = await authorize(browser, { app, sandbox });
    sandbox.setSwitches({ slow: { endpoint: "token", ms: 1_000 } });

    const page = await browser.open(callback);

    expect([page.status, page.text]).toEqual([504, expect.stringContaining("provider-slow")]);
    expect(await isSignedIn(browser, app)).toBe(false);
  });

  test("a page without an answer says so, and the profile is shown with a notice", async () => {
    const { app, sandbox, browser } = await aSetUp({ pageTimeMs: 1_500 });
    await signIn(browser, { app, sandbox });
    sandbox.setSwitches({ slow: { endpoint: "rest", ms: 4_000 } });

    const probe = await browser.get(app.origin + probePath);
    const profile = await browser.get(`${app.origin}/profile`);

    expect([probe.status, probe.text]).toEqual([
      504,
      expect.stringContaining("Asana took too long to answer"),
    ]);
    expect(profile.text).toContain("did not name your workspaces");
  });
});

describe("signing keys", () => {
  test("that are old do not keep a sign-in waiting, and are read again behind it", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    await signIn(browser, { app, sandbox });
    sandbox.setSwitches({ fail: { endpoint: "jwks", kind: 500, times: 1 } });
    clock.move(11 * minute);

    const answer = await signIn(browser, { app, sandbox });
    clock.move(11 * minute);
    await signIn(browser, { app, sandbox });

    expect(answer.headers.location).toBe("/profile");
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/jwks"))).toHaveLength(3);
  });

  test.each([["present"], ["absent"]] as const)(
    "that Asana rotated are read again at once, with the key id %s",
    async (kid) => {
      const { app, sandbox, browser } = await aSetUp({ sandbox: { switches: { kid } } });
      await signIn(browser, { app, sandbox });
      sandbox.setSwitches({ rotateKeys: "now" });

      const answer = await signIn(browser, { app, sandbox });

      expect(answer.headers.location).toBe("/profile");
    },
  );

  test("that cannot be read end the sign-in, not the app", async () => {
    const { app, sandbox, browser } = await aSetUp({
      sandbox: { switches: { fail: { endpoint: "jwks", kind: 500, times: 10 } } },
    });

    const page = await browser.open(await authorize(browser, { app, sandbox }));

    expect(page.text).toContain("<code>provider-failed</code>");
  });

  test.each([["ES256"], ["PS256"]] as const)("of algorithm %s are accepted", async (idTokenAlg) => {
    const { app, sandbox, browser } = await aSetUp({ sandbox: { switches: { idTokenAlg } } });

    const answer = await signIn(browser, { app, sandbox });

    expect(answer.headers.location).toBe("/profile");
  });
});

const accepted: Partial<Switches>[] = [
  { expiresIn: "absent" },
  { expiresIn: "string" },
  { tokenType: "Bearer" },
  { tokenScope: "present" },
  { tokenData: "absent" },
  { dataEmail: "absent" },
  { refreshToken: "absent" },
  { idTokenClaims: "profile" },
  { emailVerified: true },
  { picture: "null" },
  { metadataPkce: "S256" },
  { pkce: "required" },
  { nonce: "echo" },
  { clientAuth: "post" },
  { errorText: "off" },
  { consent: "always" },
];

describe("where Asana's behaviour is undocumented, the sign-in works with", () => {
  test.each(accepted.map((switches) => [JSON.stringify(switches), switches] as const))(
    "%s",
    async (_name, switches) => {
      const { app, sandbox, browser } = await aSetUp({ sandbox: { switches } });

      await signIn(browser, { app, sandbox });
      const profile = await browser.get(`${app.origin}/profile`);

      expect(profile.status).toBe(200);
      expect(profile.text).toContain(sandbox.people[0]?.gid);
    },
  );
});

/** Settings of a sandbox that is not there any more, and the port where it was. */
async function aClosedSandbox() {
  const sandbox = await aSandbox();
  await sandbox.close();
  return { port: Number(new URL(sandbox.origin).port), settings: sandbox.settings };
}

function failing(endpoint: "token", kind: 500 | "502html" | "reset" | "slow") {
  return { fail: { endpoint, kind, times: 1 } } as const;
}
