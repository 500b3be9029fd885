import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { loadConfig } from "../../src/config.ts";
import { signInRecord } from "../../src/features/what-happened/recording.ts";
import { whatHappened as feature } from "../../src/features/what-happened/what-happened.ts";
import { type RunningApp, startApp } from "../support/app.ts";
import { attachmentOf } from "../support/attachment.ts";
import { aBrowser, type Browser, unescapeHtml } from "../support/browser.ts";
import { aRecordingProvider, lyingProviderClient } from "../support/lying-provider.ts";
import { aSandbox } from "../support/sandbox-client.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { answerSandbox, aSetUp, authorize, signIn } from "../support/sign-in.ts";

interface SetUp {
  readonly app: RunningApp;
  readonly sandbox: Sandbox;
  readonly browser: Browser;
}

describe("after a sign-in", () => {
  test("the page tells it in order, from the link to the session", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp);

    const { headings, status } = await whatHappened(setUp);

    expect(status).toBe(200);
    expect(headings.filter((heading) => !/check|header|keys/i.test(heading))).toEqual([
      "What just happened",
      "Off to Asana",
      "1 The sign-in link",
      "2 The app makes up state and code verifier",
      "3 Redirect to Asana",
      "4 Authorization request",
      "At Asana, and back with a code",
      "5 You and Asana, without this app",
      "6 Redirect to this app",
      "7 Authorization response",
      "The code becomes tokens",
      "9 Token request",
      "11 Token response",
      "Can the ID token be believed?",
      "13 The ID token's claims, decoded",
      "Name, e-mail and photo",
      expect.stringMatching(/^\d+ UserInfo request$/),
      expect.stringMatching(/^\d+ UserInfo response$/),
      "Signed in",
      expect.stringMatching(/^\d+ The app starts a session$/),
      expect.stringMatching(/^\d+ Redirect to your page$/),
      "Another one",
    ]);
  });

  test("each parameter of the authorization request is on the page, the state by its beginning", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const started = await browser.get(`${app.origin}/auth/login`);
    const sent = new URL(started.headers.location ?? "").searchParams;
    await browser.get(
      await answerSandbox(browser, { sandbox, url: started.headers.location ?? "" }),
    );

    const { text } = await whatHappened({ app, browser });

    expect([...sent.keys()]).toHaveLength(7);
    for (const [name, value] of sent) {
      const isWhole = name !== "state" && name !== "code_challenge";
      expect(text).toContain(
        isWhole ? `${name} ${value}` : `${name} ${value.slice(0, 6)}… (43 characters)`,
      );
    }
    expect(text.split(sent.get("state")?.slice(0, 6) ?? "")).toHaveLength(5); // made, sent, back, checked
  });

  test("each parameter of the token request is on the page, secrets by their length", async () => {
    const provider = await aRecordingProvider({});
    const { app, browser } = await signedInAt(provider.settings);
    const [sent = new URLSearchParams()] = provider.tokenRequests;

    const { text } = await whatHappened({ app, browser });

    expect(Object.fromEntries(sent)).toMatchObject({ client_id: lyingProviderClient.id });
    expect([...sent.keys()].sort()).toEqual([
      "client_id",
      "client_secret",
      "code",
      "code_verifier",
      "grant_type",
      "redirect_uri",
    ]);
    for (const [name, value] of sent) {
      const isSecret = ["client_secret", "code", "code_verifier"].includes(name);
      expect(text).toContain(
        `${name} ${isSecret ? `blanked (${value.length} characters)` : value}`,
      );
    }
  });

  test("each check names what it saw and the rule that asks for it", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp);
    const { sandbox } = setUp;
    const clientId = sandbox.settings.ASANA_CLIENT_ID;

    const { checks } = await whatHappened(setUp);

    expect(checks).toEqual([
      expect.stringMatching(/^Passed: The state .* seen [\w-]{6}… This app: RFC 6749, 10\.12/),
      "Passed: No parameter comes twice seen code, state This app: RFC 6749, 3.1",
      "Nothing to check: The answer is from the issuer that was asked seen none This app: RFC 9207, 2.4",
      "Passed: There is a code or an error, not both seen code This app: RFC 6749, 4.1.2",
      expect.stringMatching(
        /^Passed: The token response .* seen access_token, .* openid-client: RFC 6749, 5\.1$/,
      ),
      "Passed: The ID token is signed with an algorithm that Asana lists seen RS256, as expected openid-client: OpenID Connect Core 1.0, 3.1.3.7, 7 and 8",
      expect.stringMatching(/^Passed: The ID token has not expired seen \d+, in 3(600|5\d\d) s /),
      "Nothing to check: The ID token is valid already seen none openid-client: RFC 7519, 4.1.5",
      expect.stringMatching(/^Passed: The claims .* seen iss, sub, aud, exp, iat, as expected /),
      `Passed: The issuer is the one that was discovered seen ${sandbox.issuer}, as expected openid-client: OpenID Connect Core 1.0, 3.1.3.7, 2`,
      `Passed: The ID token is for this app seen ${clientId}, as expected openid-client: OpenID Connect Core 1.0, 3.1.3.7, 3`,
      "Passed: The access token is a bearer token seen bearer, as expected openid-client: OpenID Connect Core 1.0, 3.1.3.3",
      "Passed: There is no nonce, because none was sent seen no nonce openid-client: OpenID Connect Core 1.0, 3.1.3.7, 11",
      "Passed: There is an ID token seen one This app: OpenID Connect Core 1.0, 3.1.3.3",
      `Passed: The ID token is for nobody else seen ${clientId}, as expected This app: OpenID Connect Core 1.0, 3.1.3.7, 3`,
      "Nothing to check: An authorized party, if one is named, is this app seen none This app: OpenID Connect Core 1.0, 3.1.3.7, 4 and 5",
      `Passed: The ID token says who signed in seen ${sandbox.people[0]?.gid} This app: OpenID Connect Core 1.0, 2`,
      expect.stringMatching(/^Passed: The ID token was not issued in the future seen \d+, /),
      expect.stringMatching(
        /^Passed: The algorithm is one that proves .* seen RS256, as expected /,
      ),
      expect.stringMatching(
        /^Passed: The signature .* seen [\w-]{36}, expected [\w-]{36} \(RS256\)/,
      ),
      `Passed: UserInfo is about the person of the ID token seen ${sandbox.people[0]?.gid}, as expected openid-client: OpenID Connect Core 1.0, 5.3.2`,
    ]);
  });

  test("the page is reached from the start page and the profile", async () => {
    const setUp = await aSetUp();

    const before = await setUp.browser.get(`${setUp.app.origin}/`);
    await signIn(setUp.browser, setUp);
    const after = await setUp.browser.get(`${setUp.app.origin}/`);
    const profile = await setUp.browser.get(`${setUp.app.origin}/profile`);

    expect(before.text).not.toContain("/what-happened");
    expect(after.text).toContain('href="/what-happened"');
    expect(profile.text).toContain('href="/what-happened"');
  });
});

describe("nothing secret", () => {
  test("is on the page or in what is kept, after a sign-in at the sandbox", async () => {
    const secret = "a session secret for this test alone";
    const { app, sandbox, browser } = await aSetUp({
      settings: { SESSION_SECRET: secret },
      sandbox: { switches: { tokenScope: "present", idTokenClaims: "profile" } },
    });
    const callback = await authorize(browser, { app, sandbox });
    await browser.get(callback);
    const response = new URL(callback).searchParams;

    const { html } = await whatHappened({ app, browser });

    const secrets = {
      state: response.get("state"),
      code: response.get("code"),
      "client secret": sandbox.settings.ASANA_CLIENT_SECRET,
      "session secret": secret,
      "session cookie": browser.cookies().session,
      "session id": sessionIdOf(browser),
      "sign-in cookie": browser.cookies()["sign-in"],
      ...Object.fromEntries(sandbox.issued.map((value, index) => [`issued ${index}`, value])),
    };
    expect(sandbox.issued.length).toBeGreaterThanOrEqual(4);
    expectNoneOf(secrets, html);
    expectNoneOf(secrets, JSON.stringify(await recordOf(app, browser)));
  });

  test("is there after a sign-in whose token request was watched", async () => {
    const provider = await aRecordingProvider({
      tokenResponse: {
        access_token: "the-access-token-of-this-test",
        refresh_token: "the-refresh-token-of-this-test",
        session_handle: "the-unknown-secret-of-this-test",
      },
    });
    const { app, browser } = await signedInAt(provider.settings);

    const { html } = await whatHappened({ app, browser });

    const sent = provider.tokenRequests[0];
    const secrets = {
      code: sent?.get("code"),
      "code verifier": sent?.get("code_verifier"),
      "client secret": lyingProviderClient.secret,
      "access token": "the-access-token-of-this-test",
      "refresh token": "the-refresh-token-of-this-test",
      "unknown field": "the-unknown-secret-of-this-test",
    };
    expectNoneOf(secrets, html);
    expectNoneOf(secrets, JSON.stringify(await recordOf(app, browser)));
  });

  test("is in the sign-in attempt's first half", async () => {
    const { app, browser } = await aSetUp();
    const started = await browser.get(`${app.origin}/auth/login`);
    const state = new URL(started.headers.location ?? "").searchParams.get("state") ?? "";

    const attempt = await app.sessions.attempts.take(browserIdOf(browser), state);

    expect(attempt?.observed).toMatchObject({ steps: { length: 4 } });
    expectNoneOf(
      { state, "code verifier": attempt?.codeVerifier },
      JSON.stringify(attempt?.observed),
    );
  });
});

const variants: [string, Partial<Switches>, RegExp][] = [
  ["ES256", { idTokenAlg: "ES256" }, /alg ES256 .* seen ES256/],
  ["a key without an id", { kid: "absent" }, /The signature [\w ']+ seen no key id/],
  [
    "a scope in the token response",
    { tokenScope: "present" },
    /token_type bearer scope openid email/,
  ],
  ["another way to write bearer", { tokenType: "Bearer" }, /seen Bearer, expected bearer/],
  [
    "no refresh token",
    { refreshToken: "absent" },
    /seen access_token, expires_in, token_type, data, id_token/,
  ],
  ["a name in the ID token", { idTokenClaims: "profile" }, /name Ana Everyday full name/],
  ["a claim that nobody knows", { idTokenOverrides: { mood: "good" } }, /mood good/],
  [
    "a time it starts at",
    { idTokenOverrides: { nbf: 1e9 } },
    /valid already seen 1000000000, \d+ s ago/,
  ],
  [
    "an authorized party",
    { idTokenOverrides: { azp: "1201000000000001" } },
    /is this app seen 1201/,
  ],
  [
    "UserInfo that fails",
    failing("userinfo", 500),
    /UserInfo response .* 500 Internal Server Error/,
  ],
  ["UserInfo that breaks off", failing("userinfo", "reset"), /No answer: the connection failed/],
  ["UserInfo that is slow", { slow: { endpoint: "userinfo", ms: 2_000 } }, /took [2-9]\.\d s/],
  ["an unverified e-mail", { emailVerified: false }, /email_verified false/],
];

describe("a sign-in with", () => {
  test.each(variants)("%s shows it, and another one does not", async (_name, switches, words) => {
    const [usual, unusual] = await Promise.all([aSetUp(), aSetUp({ sandbox: { switches } })]);
    await Promise.all([usual, unusual].map((setUp) => signIn(setUp.browser, setUp)));

    const texts = [await whatHappened(usual), await whatHappened(unusual)].map(({ text }) => text);

    expect(texts[0]).not.toMatch(words);
    expect(texts[1]).toMatch(words);
  });

  test("keys that Asana has changed shows that they were read again, and which they are", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp);
    setUp.sandbox.setSwitches({ rotateKeys: "now" });
    await signIn(setUp.browser, setUp);

    const { text } = await whatHappened(setUp);

    expect(text).toContain("No key that the app knows fits the signature");
    expect(text).toMatch(/GET \/api\/1\.0\/openid_connect\/jwks/);
    const [, seen, known] =
      /The signature .* seen ([\w-]{36}), expected ([\w-]{36}) /.exec(text) ?? [];
    expect(seen).toBe(known);
    expect(text).toMatch(new RegExp(`1 field of step \\d+ key ${known} \\(RS256\\)`));
  });
});

const faults: [string, Partial<Switches>, RegExp][] = [
  ["a wrong signature", { signature: "wrong" }, /Failed: The signature is by one of Asana's keys/],
  ["no ID token", { idToken: "absent" }, /Failed: There is an ID token seen none/],
  ["a nonce", overriding({ nonce: "made up" }), /Failed: There is no nonce, .* seen made up/],
  [
    "another issuer",
    overriding({ iss: "https://x.example" }),
    /Failed: The issuer .* seen https:\/\/x\.example, expected http:/,
  ],
  [
    "another audience",
    overriding({ aud: "somebody" }),
    /Failed: The ID token is for this app seen somebody/,
  ],
  [
    "a second audience",
    overriding({ aud: ["1201000000000001", "x"] }),
    /Failed: The ID token is for this app seen \["1201000000000001","x"\]/,
  ],
  [
    "a second audience, us as party",
    overriding({ aud: ["1201000000000001", "x"], azp: "1201000000000001" }),
    /Failed: The ID token is for nobody else seen \["1201000000000001","x"\]/,
  ],
  [
    "another party",
    overriding({ azp: "x" }),
    /Failed: An authorized party, .* seen x, expected 1201/,
  ],
  [
    "an expired ID token",
    overriding({ exp: 1_000_000_000 }),
    /Failed: The ID token has not expired seen 1000000000, \d+ s ago/,
  ],
  [
    "one not valid yet",
    overriding({ nbf: 4_000_000_000 }),
    /Failed: The ID token is valid already seen 4000000000, in \d+ s/,
  ],
  [
    "one of the future",
    overriding({ iat: 4_000_000_000 }),
    /Failed: The ID token was not issued in the future/,
  ],
  [
    "no subject",
    overriding({ sub: null }),
    /Failed: The claims .* seen iss, aud, exp, iat, expected iss, sub/,
  ],
  ["an empty subject", overriding({ sub: "" }), /Failed: The ID token says who signed in/],
  [
    "an unlisted algorithm",
    { idTokenAlg: "ES256" },
    /Failed: The ID token is signed with an algorithm .* seen ES256, expected RS256/,
  ],
  [
    "somebody else's UserInfo",
    { sub: "mismatch" },
    /Failed: UserInfo is about .* seen 12010000000000110, expected 1201000000000011/,
  ],
  ["an error of Asana's", failing("token", 500), /Token response .* 500 Internal Server Error/],
  ["no answer in time", failing("token", "slow"), /Token response .* No answer in time/],
  ["no answer", failing("token", "reset"), /Token response .* No answer: the connection failed/],
  ["half an answer", failing("token", "cut-off"), /Failed: The token response can be read/],
  ["a wrong secret", { resetSecret: "yes" }, /401 Unauthorized .* error invalid_client/],
  ["a refused code", { codeTtlSeconds: 0 }, /400 Bad Request .* error invalid_grant/],
];

describe("a sign-in of somebody who is signed in already, which fails because of", () => {
  test.each(faults)("%s, is shown with what failed", async (_name, switches, words) => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp);
    setUp.sandbox.setSwitches(switches);
    const failed = await signIn(setUp.browser, setUp);

    const { text, checks } = await whatHappened(setUp);

    expect(failed.headers.location).toContain("/auth/error?kind=");
    expect(text).toContain("This sign-in failed:");
    expect(text).toMatch(words);
    expect(checks.slice(0, -1).join()).not.toContain("Failed:"); // nothing goes on after a failure
  });

  test("a no, is shown with Asana's answer", async () => {
    const { app, sandbox, browser } = await aSetUp({
      sandbox: { switches: { consent: "always" } },
    });
    await signIn(browser, { app, sandbox });
    const step = await browser.get(`${app.origin}/auth/login?allow=delete-tasks`);
    const url = step.headers.location ?? "";
    await browser.get(await answerSandbox(browser, { sandbox, url, press: "Deny" }));

    const { text } = await whatHappened({ app, browser });

    expect(text).toContain("You said no at Asana, so nothing changed.");
    expect(text).toContain("error access_denied");
    expect(text).toMatch(/scope openid .* tasks:delete/);
    expect(text).not.toContain("Token request");
  });

  test("time, is shown with the request that nobody answered", async () => {
    const setUp = await aSetUp({ pageTimeMs: 2_000 });
    await signIn(setUp.browser, setUp);
    setUp.sandbox.setSwitches({ slow: { endpoint: "token", ms: 20_000 } });
    await signIn(setUp.browser, setUp);

    const { text } = await whatHappened(setUp);

    expect(text).toContain("This sign-in failed: Asana took too long to answer.");
    expect(text).toContain("Token request");
    expect(text).not.toContain("Token response");
  });
});

describe("the record", () => {
  test("is that of the last sign-in", async () => {
    const setUp = await aSetUp();
    const [first, second] = [await stateOfSignIn(setUp), await stateOfSignIn(setUp)];

    const { text } = await whatHappened(setUp);

    expect(text).not.toContain(first.slice(0, 6));
    expect(text).toContain(second.slice(0, 6));
  });

  test("is gone after signing out, and the page asks to sign in", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp);
    const { app, browser } = setUp;
    const sessionId = sessionIdOf(browser);
    const before = await attachmentOf(app, sessionId, signInRecord);

    await browser.press(await browser.open(`${app.origin}/what-happened`), "Sign out");
    const page = await browser.get(`${app.origin}/what-happened`);

    expect(before).toBeDefined();
    expect(await attachmentOf(app, sessionId, signInRecord)).toBeUndefined();
    expect([page.status, page.headers.location]).toEqual([302, "/?returnTo=%2Fwhat-happened"]);
  });

  test("belongs to its session: somebody else sees their own", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const other = aBrowser();
    await signIn(browser, { app, sandbox }, { person: 0 });
    await signIn(other, { app, sandbox }, { person: 1 });

    const { text } = await whatHappened({ app, browser: other });

    expect(text).toContain(`sub ${sandbox.people[1]?.gid}`);
    expect(text).not.toContain(sandbox.people[0]?.gid);
  });

  test("that cannot be kept costs nobody the sign-in", async () => {
    const setUp = await aSetUp();
    Object.assign(setUp.app.sessions.attachments, {
      put() {
        throw new Error("the disk is full");
      },
    });

    const answer = await signIn(setUp.browser, setUp);
    const { text } = await whatHappened(setUp);

    expect(answer.headers.location).toBe("/profile");
    expect(setUp.app.log()).toContain("sign-in-record.failed");
    expect(text).toContain("Nothing was recorded for this session");
  });
});

describe("turned off", () => {
  test.each([
    ["by its setting", { WHAT_HAPPENED: "off" }],
    ["in production, unless told otherwise", { NODE_ENV: "production" }],
  ])("%s there is no page, no link and no record", async (_name, settings) => {
    const { app, sandbox, browser } = await aSetUp({ settings });
    const started = await browser.get(`${app.origin}/auth/login`);
    const state = new URL(started.headers.location ?? "").searchParams.get("state") ?? "";
    const attempt = await app.sessions.attempts.take(browserIdOf(browser), state);
    await signIn(browser, { app, sandbox });

    const page = await browser.get(`${app.origin}/what-happened`);
    const [landing, profile] = [
      await browser.get(`${app.origin}/`),
      await browser.get(`${app.origin}/profile`),
    ];

    expect(attempt?.state).toBe(state);
    expect(attempt?.observed).toBeUndefined();
    expect(page.status).toBe(404);
    expect(await recordOf(app, browser)).toBeUndefined();
    expect(landing.text + profile.text).not.toContain("/what-happened");
  });

  test("and on in production there is a page", async () => {
    const settings = { NODE_ENV: "production", WHAT_HAPPENED: "on" };
    const setUp = await aSetUp({ settings });
    await signIn(setUp.browser, setUp);

    expect((await whatHappened(setUp)).text).toContain("You were signed in.");
  });

  test("and on again, a session from before is told what to do", async () => {
    const sandbox = await aSandbox();
    const settings = { ...sandbox.settings };
    const before = await startApp({ settings: { ...settings, WHAT_HAPPENED: "off" } });
    const browser = aBrowser();
    await signIn(browser, { app: before, sandbox });
    await before.stop();
    const app = await startApp({ settings, place: before.place });

    const { text, html } = await whatHappened({ app, browser });

    expect(text).toContain("Nothing was recorded for this session");
    expect(html).toContain('href="/auth/login?returnTo=%2Fwhat-happened"');
  });

  test("by a word that is neither, the start ends with the words that are", () => {
    const load = () => loadConfig({ WHAT_HAPPENED: "yes" }, [feature]);

    expect(load).toThrow(
      expect.objectContaining({
        problems: expect.arrayContaining(["WHAT_HAPPENED (yes) is unknown; use on or off"]),
      }),
    );
  });
});

async function whatHappened({ app, browser }: Pick<SetUp, "app" | "browser">) {
  const { status, text: html } = await browser.get(`${app.origin}/what-happened`);
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? "";
  const headings = [...main.matchAll(/<h[123][^>]*>([\s\S]*?)<\/h[123]>/g)];
  const checks = [...main.matchAll(/<li class="check [\s\S]*?<\/li>/g)];
  return {
    status,
    html,
    text: textOf(main),
    headings: headings.map(([, heading = ""]) => textOf(heading)),
    checks: checks.map(([check]) => textOf(check)),
  };
}

/** What a person reads, with single blanks. */
function textOf(html: string): string {
  const withoutTags = html.replace(/<(p|div|li|dt|dd|h\d|summary|svg)\b[^>]*>|<[^>]*>/g, (tag) =>
    /^<(p|div|li|dt|dd|h\d|summary|svg)\b/.test(tag) ? " " : "",
  );
  return unescapeHtml(withoutTags).replace(/\s+/g, " ").trim();
}

/** Signs in; the state that the authorization request had. */
async function stateOfSignIn({ app, sandbox, browser }: SetUp): Promise<string> {
  const callback = await authorize(browser, { app, sandbox });
  await browser.get(callback);
  return new URL(callback).searchParams.get("state") ?? "";
}

/** Signs in at a provider that asks nobody anything. */
async function signedInAt(settings: Record<string, string>) {
  const app = await startApp({ settings });
  const browser = aBrowser();
  const started = await browser.get(`${app.origin}/auth/login`);
  const state = new URL(started.headers.location ?? "").searchParams.get("state");
  await browser.get(`${app.origin}/auth/callback?code=the-code-of-this-test&state=${state}`);
  return { app, browser };
}

async function recordOf(app: RunningApp, browser: Browser) {
  return attachmentOf(app, sessionIdOf(browser), signInRecord);
}

function browserIdOf(browser: Browser): string {
  return browser.cookies()["sign-in"] ?? "";
}

/** Fails with the names of those that are in the text, by their beginning or their end. */
function expectNoneOf(
  secrets: Readonly<Record<string, string | null | undefined>>,
  text: string,
): void {
  const unknown = Object.keys(secrets).filter((name) => !secrets[name]);
  const found = Object.keys(secrets).filter((name) => {
    const secret = secrets[name] ?? "";
    return text.includes(secret.slice(0, 16)) || text.includes(secret.slice(-16));
  });
  expect({ unknown, found }).toEqual({ unknown: [], found: [] });
}

function failing(endpoint: "token" | "userinfo", kind: 500 | "reset" | "slow" | "cut-off") {
  return { fail: { endpoint, kind, times: 1 } } as const;
}

function overriding(claims: Record<string, unknown>): Partial<Switches> {
  return { idTokenOverrides: claims };
}
