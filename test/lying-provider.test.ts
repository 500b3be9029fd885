import { describe, expect, test } from "@jest/globals";
import { startApp } from "./support/app.ts";
import { aBrowser } from "./support/browser.ts";
import { aLyingProvider, type Lie, lyingProviderClient } from "./support/lying-provider.ts";

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
    const { browser, page, app } = await signInAt(lie);

    expect(page.text).toContain(`<code>${kind}</code>`);
    expect(page.text).toMatch(/nobody was signed in/);
    expect(page.status).toBe(502);
    expect(browser.cookies().session).toBeUndefined();
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
    const { browser, app } = await signInAt(lie);

    expect((await browser.get(`${app.origin}/profile`)).status).toBe(200);
  });
});

async function signInAt(lie: Lie) {
  const app = await startApp({ settings: await aLyingProvider(lie) });
  const browser = aBrowser();
  const started = await browser.get(`${app.origin}/auth/login`);
  const state = new URL(started.headers.location ?? "").searchParams.get("state");
  const page = await browser.open(`${app.origin}/auth/callback?code=a-code&state=${state}`);
  return { app, browser, page };
}
