import { describe, expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { aClock, minute } from "../support/clock.ts";
import { aBrowserWith, cookieNames, signInCookieOf } from "../support/cookies.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { probePath } from "../support/probe.ts";
import { answerSandbox, aSetUp, authorize, signIn } from "../support/sign-in.ts";

describe("Cancel at Asana", () => {
  test.each(["access_denied", "user_said_no", "consent_required"])(
    "leads to the start page with a note and the button, when Asana calls it %s",
    async (denyError) => {
      const { app, sandbox, browser } = await aSetUp({ sandbox: { switches: { denyError } } });
      const callback = await authorize(
        browser,
        { app, sandbox },
        { press: "Deny", returnTo: probePath },
      );

      const answer = await browser.get(callback);
      const page = await browser.open(new URL(answer.headers.location ?? "", app.origin).href);

      expect(answer.status).toBe(303);
      expect(answer.headers.location).not.toMatch(/denied|error|state|code/);
      expect(page.status).toBe(200);
      expect(page.text).toContain("You were not signed in, and nothing was read.");
      expect(page.text).toContain(`href="/auth/login?returnTo=${encodeURIComponent(probePath)}"`);
      expect(page.text).not.toMatch(/access_denied|OAuth error/);
    },
  );
});

test("Cancel changes nothing for somebody who is signed in, and says so", async () => {
  const { app, sandbox, browser } = await aSetUp({ sandbox: { switches: { consent: "always" } } });
  await signIn(browser, { app, sandbox });

  const page = await browser.open(await authorize(browser, { app, sandbox }, { press: "Deny" }));
  const old = await browser.get(`${app.origin}/?note=signed-out`);

  expect(page.text).toContain("Nothing has changed: you are still signed in.");
  expect(old.text).not.toContain("You are signed out");
});

test("the start page names the page that was wanted in its own words only", async () => {
  const { app, browser } = await aSetUp();

  const pages = await Promise.all(
    [`${probePath}?x=1`, "/call-0800-12345", "/"].map((returnTo) =>
      browser.get(`${app.origin}/?${new URLSearchParams({ returnTo })}`),
    ),
  );

  expect(pages[0]?.text).toContain("Signing in takes you to the probe.");
  expect(pages[1]?.text).toContain("Signing in takes you to the page that you wanted.");
  expect(pages[1]?.text).not.toMatch(/>[^<]*0800/);
  expect(pages[2]?.text).not.toContain("Signing in takes you");
});

describe("the callback's address, opened again", () => {
  test("leads home whoever is signed in, without another token call", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox });
    await browser.get(callback);
    const before = sandbox.requests.length;

    const reload = await browser.get(callback);
    const bookmark = await browser.get(`${app.origin}/auth/callback`);

    expect(reload.headers.location).toBe("/");
    expect(bookmark.headers.location).toBe("/");
    expect(sandbox.requests).toHaveLength(before);
  });

  test("shows a signed-out person a page with one button, without a token call", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox });
    const landing = await browser.open(callback);
    await browser.press(landing, "Sign out");
    const before = sandbox.requests.length;

    const page = await browser.open(callback);

    expect(page.status).toBe(400);
    expect(page.url).not.toContain("code=");
    expect(page.text).toContain("This sign-in is over");
    expect(page.text.match(/class="button button-primary"/g)).toHaveLength(1);
    expect(page.text).toContain('href="/auth/login"');
    expect(sandbox.requests).toHaveLength(before);
  });

  test("without any parameter is over for a visitor too, and leaves no cookie", async () => {
    const { app, browser } = await aSetUp();

    const page = await browser.open(`${app.origin}/auth/callback`);

    expect([page.status, page.text]).toEqual([400, expect.stringContaining("sign-in is over")]);
    expect(browser.cookies()).toEqual({});
  });

  test("is too late after ten minutes", async () => {
    const clock = aClock();
    const { app, sandbox, browser } = await aSetUp({ now: clock.now });
    const callback = await authorize(browser, { app, sandbox });
    const inTime = await authorize(browser, { app, sandbox });

    clock.move(10 * minute - 1);
    const justInTime = await browser.get(inTime);
    clock.move(1);
    const late = await aBrowserWith({ signIn: signInCookieOf(browser) }).get(callback);

    expect(justInTime.headers.location).toBe("/profile");
    expect(late.headers.location).toContain("kind=sign-in-expired");
  });
});

describe("a browser that did not start the sign-in", () => {
  test("is told so, and nobody is signed in", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox });
    const before = sandbox.requests.length;
    const victim = aBrowser();

    const page = await victim.open(callback);

    expect(page.status).toBe(400);
    expect(page.text).toContain("This sign-in was not started in this browser");
    expect(await isSignedIn(victim, app)).toBe(false);
    expect(sandbox.requests).toHaveLength(before);
  });

  test("cannot use another browser's attempt with an id of its own", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox });
    const other = aBrowser();
    await other.get(`${app.origin}/auth/login`);

    const page = await other.open(callback);
    const owner = await browser.get(callback);

    expect(page.text).toContain("This sign-in is over");
    expect(owner.headers.location).toBe("/profile");
  });
});

test("a browser without cookies is told to allow them", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const callback = await authorize(browser, { app, sandbox });

  const answer = await fetch(callback);

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("Your browser does not keep cookies");
});

describe("Asana refuses the scopes", () => {
  test("the page names the refused scope and where to add it", async () => {
    const { app, sandbox, browser } = await aSetUp({
      sandbox: { switches: { scopeError: "redirect" } },
      settings: { ASANA_SCOPES: "openid email attachments:read" },
    });

    const callback = await authorize(browser, { app, sandbox });
    const page = await browser.open(callback);

    expect(page.status).toBe(502);
    expect(page.text).toContain("Asana does not let this app ask for these permissions");
    expect(page.text).toContain("attachments:read");
    expect(page.text).toContain("Permission scopes");
  });

  test("the page names all requested scopes when Asana does not say which", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const page = await browser.open(await withResponse({ app, sandbox, browser }, "invalid_scope"));

    expect(page.text).toContain("<code>tasks:read</code>");
    expect(page.text).toContain("<code>openid</code>");
  });

  test("scopes that were not asked for never reach the page", async () => {
    const { app, browser } = await aSetUp();

    const page = await browser.get(
      `${app.origin}/auth/error?kind=scope-refused&scopes=tasks:read+call-0800-12345`,
    );

    expect(page.text).toContain("tasks:read");
    expect(page.text).not.toContain("0800");
  });
});

describe("an authorization response", () => {
  test.each([
    ["error=invalid_request", "request-refused"],
    ["error=unauthorized_client", "request-refused"],
    ["error=server_error", "provider-failed"],
    ["error=temporarily_unavailable", "provider-failed"],
    ["", "response-malformed"],
    ["code=", "response-malformed"],
    ["code=a&code=b", "response-malformed"],
    ["code=a&iss=https://evil.example", "issuer-mismatch"],
    ["code=made-up", "code-refused"],
  ])("with %s ends as %s", async (parameters, kind) => {
    const setUp = await aSetUp();
    const started = await setUp.browser.get(`${setUp.app.origin}/auth/login?returnTo=${probePath}`);
    const state = new URL(started.headers.location ?? "").searchParams.get("state");

    const answer = await setUp.browser.get(
      `${setUp.app.origin}/auth/callback?state=${state}&${parameters}`,
    );

    const location = new URL(answer.headers.location ?? "", setUp.app.origin);
    expect(answer.status).toBe(303);
    expect(location.pathname).toBe("/auth/error");
    expect(location.searchParams.get("kind")).toBe(kind);
    expect(location.searchParams.get("returnTo")).toBe(probePath);
    expect(location.search).not.toMatch(/state|code=|made-up/);
  });
});

test("the error page has the status, the kind and the request id that stands in the log", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const callback = await authorize(browser, { app, sandbox });
  sandbox.setSwitches({ invalidClientStatus: 400, resetSecret: "yes" });

  const page = await browser.open(callback);

  const requestId = /Request id<\/dt><dd><code>([0-9a-f]{16})</.exec(page.text)?.[1];
  const line =
    app
      .log()
      .split("\n")
      .find((entry) => entry.includes("sign-in.refused")) ?? "{}";
  expect(page.status).toBe(502);
  expect(page.text).toContain("client-refused");
  expect(JSON.parse(line)).toMatchObject({ kind: "client-refused", requestId });
});

test("a failed sign-in leaves whoever was signed in as they were", async () => {
  const { app, sandbox, browser } = await aSetUp();
  await signIn(browser, { app, sandbox });
  sandbox.setSwitches({ signature: "wrong" });

  const page = await browser.open(await authorize(browser, { app, sandbox }));
  const profile = await browser.get(`${app.origin}/profile`);

  expect(page.status).toBe(502);
  expect(profile.status).toBe(200);
});

describe("BASE_URL says https", () => {
  test("a request seen as http gets a page and a log line that name TRUST_PROXY", async () => {
    const { app, browser } = await aSetUp({ settings: { BASE_URL: "https://app.example.com" } });

    const answers = [
      await browser.get(`${app.origin}/`),
      await browser.get(`${app.origin}/auth/login`),
      await browser.open(`${app.origin}/auth/callback?code=secret-code&state=s`),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.text).toContain("TRUST_PROXY");
    }
    expect(app.log()).toContain("TRUST_PROXY");
    expect(app.log()).not.toContain("secret-code");
  });

  const schemes = ["https", "HTTPS"]; // they have no case (RFC 3986, 3.1)
  test.each(schemes)(
    "behind a counted proxy that says %s cookies are Secure and named __Host-, and the sign-in works",
    async (scheme) => {
      const { app, sandbox, browser } = await aSetUp({
        settings: { BASE_URL: "https://app.example.com", TRUST_PROXY: "1" },
        sandbox: { extraRedirectUris: ["https://app.example.com/auth/callback"] },
      });
      const behindProxy = { "X-Forwarded-Proto": scheme };
      const started = await browser.get(`${app.origin}/auth/login`, behindProxy);
      const callback = await answerSandbox(browser, {
        sandbox,
        url: started.headers.location ?? "",
      });

      const answer = await browser.get(
        callback.replace("https://app.example.com", app.origin),
        behindProxy,
      );
      const profile = await browser.get(`${app.origin}/profile`, behindProxy);

      const { session, signIn } = cookieNames({ isHttps: true });
      expect([session, signIn]).toEqual(Array(2).fill(expect.stringMatching(/^__Host-/)));
      expect(Object.keys(browser.cookies())).toEqual(expect.arrayContaining([signIn, session]));
      expect(String(answer.headers["set-cookie"])).toMatch(new RegExp(`${session}=.*Secure`));
      expect(profile.status).toBe(200);
    },
  );
});

async function withResponse(
  { app, browser }: Pick<Awaited<ReturnType<typeof aSetUp>>, "app" | "browser" | "sandbox">,
  error: string,
): Promise<string> {
  const started = await browser.get(`${app.origin}/auth/login`);
  const state = new URL(started.headers.location ?? "").searchParams.get("state");
  return `${app.origin}/auth/callback?state=${state}&error=${error}`;
}
