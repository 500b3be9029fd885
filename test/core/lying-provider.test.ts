import { describe, expect, test } from "@jest/globals";
import { headingOf } from "../support/heading.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { type Lie, lyingProviderClient, signInAtLiar } from "../support/lying-provider.ts";
import { probePath } from "../support/probe.ts";

const { id: clientId } = lyingProviderClient;

/** OpenID Connect Core 1.0, 3.1.3.7 by number, and what else the app refuses. */
const lies: [string, Lie, string][] = [
  ["2: another issuer", { claims: { iss: "https://evil.example" } }, "answer-untrusted"],
  ["2: no issuer", { claims: { iss: undefined } }, "answer-untrusted"],
  ["3: another audience", { claims: { aud: "somebody else" } }, "answer-untrusted"],
  ["3: no audience", { claims: { aud: undefined } }, "answer-untrusted"],
  [
    "3: one audience of several, untrusted",
    { claims: { aud: [clientId, "x"] } },
    "answer-untrusted",
  ],
  [
    "3: another audience beside us, us as azp",
    { claims: { aud: [clientId, "x"], azp: clientId } },
    "answer-untrusted",
  ],
  ["5: another azp", { claims: { azp: "somebody else" } }, "answer-untrusted"],
  ["5: another azp of several", { claims: { aud: [clientId, "x"], azp: "x" } }, "answer-untrusted"],
  ["6: a foreign signature", { signedBy: "foreign key" }, "answer-untrusted"],
  ["6: an unknown key", { signedBy: "foreign key", keyId: "unknown" }, "answer-untrusted"],
  ["7: alg none", { signedBy: "nobody" }, "answer-untrusted"],
  [
    "7: alg none, listed",
    { signedBy: "nobody", algorithmsListed: ["none", "RS256"] },
    "answer-untrusted",
  ],
  ["7: HS256 with the client secret", { signedBy: "client secret" }, "answer-untrusted"],
  [
    "7: HS256, listed",
    { signedBy: "client secret", algorithmsListed: ["HS256"] },
    "answer-untrusted",
  ],
  ["7: RS256, not listed", { algorithmsListed: ["ES256"] }, "answer-untrusted"],
  ["9: expired", { times: { exp: -61 } }, "id-token-untimely"],
  ["9: no expiry", { claims: { exp: undefined } }, "answer-untrusted"],
  ["10: issued in the future", { times: { iat: 75 } }, "id-token-untimely"],
  ["10: not valid yet", { times: { nbf: 75 } }, "id-token-untimely"],
  ["10: no time of issue", { claims: { iat: undefined } }, "answer-untrusted"],
  ["11: an unexpected nonce", { claims: { nonce: "made up" } }, "answer-untrusted"],
  ["no subject", { claims: { sub: undefined } }, "answer-untrusted"],
  ["an empty subject", { claims: { sub: "" } }, "answer-untrusted"],
  ["a subject that is no string", { claims: { sub: 4673218951 } }, "answer-untrusted"],
  ["no ID token", { idToken: null }, "id-token-missing"],
  ["an ID token that is none", { idToken: "not.a.token" }, "answer-untrusted"],
  ["UserInfo of somebody else", { userInfo: { sub: "1" } }, "subject-mismatch"],
  ["another token type", { tokenResponse: { token_type: "mac" } }, "answer-untrusted"],
  ["no access token", { tokenResponse: { access_token: undefined } }, "answer-untrusted"],
  ["an unreadable lifetime", { tokenResponse: { expires_in: "soon" } }, "answer-untrusted"],
];

describe("nobody is signed in, and the page says so plainly, when the provider sends", () => {
  test.each(lies)("%s", async (_name, lie, kind) => {
    const { browser, page, app } = await signInAtLiar(lie);

    expect(page.text).toContain(`<code>${kind}</code>`);
    expect(page.text).toMatch(/You were not signed in/);
    expect(page.status).toBe(502);
    expect(await isSignedIn(browser, app)).toBe(false);
    expect((await browser.get(`${app.origin}/profile`)).status).toBe(302);
  });
});

const truths: [string, Lie][] = [
  ["nothing but the truth", {}],
  ["an ID token that expired 55 s ago", { times: { exp: -55 } }],
  ["an ID token issued 50 s in the future", { times: { iat: 50 } }],
  ["no lifetime", { tokenResponse: { expires_in: undefined } }],
  ["a lifetime as text", { tokenResponse: { expires_in: "3600" } }],
  ["Bearer with a capital", { tokenResponse: { token_type: "Bearer" } }],
  ["UserInfo without sub", { userInfo: { sub: undefined } }],
  ["UserInfo with nulls", { userInfo: { name: null, email: null, picture: null } }],
  ["e-mail verification as text", { userInfo: { email_verified: "false" } }],
];

describe("somebody is signed in when the provider sends", () => {
  test.each(truths)("%s", async (_name, lie) => {
    const { browser, app } = await signInAtLiar(lie);

    expect((await browser.get(`${app.origin}/profile`)).status).toBe(200);
  });
});

const refusals: [string, number, string, string | object, string][] = [
  ["400 as HTML", 400, "text/html", "<h1>Bad Request</h1>", "code-refused"],
  ["400 with nothing", 400, "text/plain", "", "code-refused"],
  ["401 as HTML", 401, "text/html", "<h1>Unauthorized</h1>", "client-refused"],
  ["401 with nothing", 401, "text/plain", "", "client-refused"],
  ["403 as HTML", 403, "text/html", "<h1>Forbidden</h1>", "provider-failed"],
  ["429 as HTML", 429, "text/html", "<h1>Slow down</h1>", "provider-failed"],
  ["503 as HTML", 503, "text/html", "<h1>Later</h1>", "provider-failed"],
  ["an invalid grant", 400, "application/json", { error: "invalid_grant" }, "code-refused"],
  ["an invalid client", 400, "application/json", { error: "invalid_client" }, "client-refused"],
  ["a refused scope", 400, "application/json", { error: "invalid_scope" }, "request-refused"],
  ["its own error", 400, "application/json", { error: "server_error" }, "provider-failed"],
];

describe("a token endpoint that answers", () => {
  test.each(refusals)("%s is told apart by its status", async (_name, status, type, body, kind) => {
    const { page } = await signInAtLiar({ answers: { "/token": { status, type, body } } });

    expect(page.text).toContain(`<code>${kind}</code>`);
  });
});

describe("a photo from elsewhere is replaced by initials, when its address is", () => {
  test.each([
    "https://evil.example/a.png",
    "http://s3.amazonaws.com/a.png",
    "https://s3.amazonaws.com.evil.example/a.png",
    "javascript:alert(1)",
    "//evil.example/a.png",
    "no address",
  ])("%s", async (picture) => {
    const { app, browser } = await signInAtLiar({ userInfo: { picture } });

    const { text } = await browser.get(`${app.origin}/profile`);

    expect(text).toContain('<span aria-hidden="true">GS</span>');
    expect(text).not.toMatch(/no-referrer|evil\.example|javascript:/);
  });
});

describe("names and times", () => {
  test("a name and an e-mail beside the tokens are taken one by one", async () => {
    const { app, browser } = await signInAtLiar({
      answers: { "/userinfo": { status: 500, body: {} } },
      tokenResponse: { data: { name: "Greg beside", email: null } },
    });

    expect((await browser.get(`${app.origin}/profile`)).text).toContain("Greg beside");
  });

  test("a name of blanks counts as none", async () => {
    const { app, browser } = await signInAtLiar({ userInfo: { name: "   " } });

    expect((await browser.get(`${app.origin}/profile`)).text).toContain("Somebody without a name");
  });

  test.each([1e13, 1e16])("a lifetime of %d seconds breaks nothing", async (expires_in) => {
    const { app, browser } = await signInAtLiar({ tokenResponse: { expires_in } });

    expect((await browser.get(`${app.origin}/profile`)).text).toContain("in 365 days");
  });
});

describe("introspection that answers", () => {
  const active = { active: true, scope: "openid tasks:read" };
  test.each<[string, number, object, RegExp]>([
    ["active", 200, active, /<code>tasks:read<\/code>/],
    ["active without scopes", 200, { active: true }, /<code>projects:read<\/code>/],
    ["inactive", 200, { active: false }, /Asana says that this app&#39;s access has ended/],
    ["404", 404, {}, /Asana says that this app&#39;s access has ended/],
    ["429", 429, {}, /Asana could not be asked/],
    ["nothing of use", 200, {}, /Asana could not be asked/],
  ])("%s is shown as what it is", async (_name, status, body, words) => {
    const { app, browser } = await signInAtLiar({ answers: { "/-/token_info": { status, body } } });

    expect((await browser.get(`${app.origin}/profile`)).text).toMatch(words);
  });
});

test.each([
  ["an object without data", {}],
  ["gids as numbers", { data: [{ gid: 1, name: "One" }] }],
  ["a list of nulls", { data: [null] }],
])("a page says so when Asana's answer is %s", async (_name, body) => {
  const { app, browser } = await signInAtLiar({ answers: { "/workspaces": { body } } });

  const page = await browser.get(app.origin + probePath);

  expect(headingOf(page)).toBe("502 Asana's answer makes no sense");
  expect(page.text).toContain("answer could not be read");
});
