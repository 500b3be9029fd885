import { OAuth2Client } from "@badgateway/oauth2-client";
import { describe, expect, test } from "@jest/globals";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import * as client from "openid-client";
import { codeChallengeOf } from "../../sandbox/provider/token-endpoint.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import {
  aClock,
  allScopes,
  api,
  aSandbox,
  aVerifier,
  callback,
  challengeOf,
  codeFor,
  exchange,
  fullPermissionsCredentials,
  get,
  introspect,
  refresh,
  request,
  respond,
  revoke,
  tokenRequest,
  tokensFor,
} from "../support/sandbox-client.ts";

const fullClient = { client_id: fullPermissionsCredentials.client_id, scope: undefined };

describe("independent client libraries", () => {
  test("openid-client signs in, refreshes, reads UserInfo and revokes", async () => {
    const sandbox = await aSandbox();
    const { ASANA_CLIENT_ID, ASANA_CLIENT_SECRET, ASANA_ISSUER } = sandbox.settings;
    const authentication = client.ClientSecretPost(ASANA_CLIENT_SECRET);
    const discovered = await client.discovery(
      new URL(ASANA_ISSUER),
      ASANA_CLIENT_ID,
      undefined,
      authentication,
      { execute: [client.allowInsecureRequests] },
    );
    const metadata: client.ServerMetadata = Object.assign(discovered.serverMetadata(), {
      revocation_endpoint: `${sandbox.origin}/-/oauth_revoke`,
    });
    const config = new client.Configuration(metadata, ASANA_CLIENT_ID, undefined, authentication);
    client.allowInsecureRequests(config);
    client.enableNonRepudiationChecks(config);
    const codeVerifier = client.randomPKCECodeVerifier();
    const parameters = {
      redirect_uri: callback,
      scope: "openid email profile",
      state: client.randomState(),
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    };
    const url = client.buildAuthorizationUrl(config, parameters);

    const response = await respond(sandbox, Object.fromEntries(url.searchParams));
    const tokens = await client.authorizationCodeGrant(config, response, {
      pkceCodeVerifier: codeVerifier,
      expectedState: parameters.state,
      idTokenExpected: true,
    });
    const subject = tokens.claims()?.sub ?? "";
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    const userInfo = await client.fetchUserInfo(config, refreshed.access_token, subject);
    await client.tokenRevocation(config, tokens.refresh_token ?? "");

    const person = sandbox.people[0];
    expect(userInfo).toMatchObject({ sub: person?.gid, name: person?.name, email: person?.email });
    expect((await introspect(sandbox, refreshed.access_token)).body).toEqual({ active: false });
  });

  test("oauth2-client signs in, and jose verifies the ID token", async () => {
    const sandbox = await aSandbox();
    const oauth = new OAuth2Client({
      server: sandbox.origin,
      clientId: sandbox.settings.ASANA_CLIENT_ID,
      clientSecret: sandbox.settings.ASANA_CLIENT_SECRET,
      authorizationEndpoint: "/-/oauth_authorize",
      tokenEndpoint: "/-/oauth_token",
      authenticationMethod: "client_secret_post",
    });
    const codeVerifier = aVerifier();
    const sent = { redirectUri: callback, state: "s", codeVerifier };

    const url = new URL(
      await oauth.authorizationCode.getAuthorizeUri({ ...sent, scope: ["openid", "tasks:read"] }),
    );
    const response = await respond(sandbox, Object.fromEntries(url.searchParams));
    const tokens = await oauth.authorizationCode.getTokenFromCodeRedirect(response, sent);
    const keys = createRemoteJWKSet(new URL(`${sandbox.issuer}/openid_connect/jwks`));
    const idToken = await jwtVerify(tokens.idToken ?? "", keys, {
      issuer: sandbox.issuer,
      audience: sandbox.settings.ASANA_CLIENT_ID,
    });
    const refreshed = await oauth.refreshToken(tokens);

    expect(idToken.payload.sub).toBe(sandbox.people[0]?.gid);
    expect((await api(sandbox, refreshed.accessToken, "/tasks/1201000000000401")).status).toBe(200);
  });
});

describe("the token response", () => {
  test("has Asana's fields and manners", async () => {
    const sandbox = await aSandbox();

    const answer = await exchange(sandbox, await codeFor(sandbox, { person: 2 }));

    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^2\/\d+\/\d+:[0-9a-f]{32}$/),
      expires_in: 3600,
      token_type: "bearer",
      data: {
        id: Number("9007199254740993"),
        gid: "9007199254740993",
        name: sandbox.people[2]?.name,
        email: sandbox.people[2]?.email,
      },
      refresh_token: expect.stringMatching(/^2\/\d+\/\d+:[0-9a-f]{32}$/),
      id_token: expect.any(String),
    });
  });

  test("holds an ID token with the documented claims and no nonce", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });

    const { id_token } = await tokensFor(sandbox, { nonce: "sent" });

    const iat = clock.now() / 1000;
    expect(decodeProtectedHeader(String(id_token))).toEqual({
      alg: "RS256",
      typ: "JWT",
      kid: expect.any(String),
    });
    expect(decodeJwt(String(id_token))).toEqual({
      iss: sandbox.issuer,
      sub: sandbox.people[0]?.gid,
      aud: sandbox.settings.ASANA_CLIENT_ID,
      iat,
      exp: iat + 3600,
    });
  });

  test("holds no ID token when openid was not granted", async () => {
    const sandbox = await aSandbox();

    expect(await tokensFor(sandbox, { scope: "tasks:read" })).not.toHaveProperty("id_token");
  });
});

describe("a code is refused", () => {
  const verifier = aVerifier();
  const withChallenge = { code_challenge: challengeOf(verifier), code_challenge_method: "S256" };
  const badSecret = { client_secret: "sandbox-secret-not-for-productioN" };

  test.each([
    ["with a wrong verifier", withChallenge, { code_verifier: aVerifier() }, "invalid_grant"],
    ["without the verifier", withChallenge, {}, "invalid_grant"],
    ["with a verifier that is too short", withChallenge, { code_verifier: "a" }, "invalid_grant"],
    ["with a verifier nobody announced", {}, { code_verifier: verifier }, "invalid_grant"],
    ["with another redirect URI", {}, { redirect_uri: `${callback}/` }, "invalid_grant"],
    ["without a redirect URI", {}, { redirect_uri: undefined }, "invalid_request"],
    ["from another client", {}, fullPermissionsCredentials, "invalid_grant"],
    ["with a wrong secret", {}, badSecret, "invalid_client"],
    ["without a secret", {}, { client_secret: undefined }, "invalid_client"],
    ["from an unknown client", {}, { client_id: "1" }, "invalid_client"],
    ["under an unknown grant type", {}, { grant_type: "password" }, "unsupported_grant_type"],
    ["without a grant type", {}, { grant_type: undefined }, "invalid_request"],
  ])("%s", async (_circumstance, asked, sent, error) => {
    const sandbox = await aSandbox();
    const code = await codeFor(sandbox, asked);

    const answer = await exchange(sandbox, code, sent);

    expect(answer.status).toBe(error === "invalid_client" ? 401 : 400);
    expect(answer.body).toMatchObject({ error });
    expect(sandbox.issued.filter((secret) => secret !== code)).toEqual([]);
  });

  test("with the right verifier it is accepted", async () => {
    const sandbox = await aSandbox();
    const code = await codeFor(sandbox, withChallenge);

    expect((await exchange(sandbox, code, { code_verifier: verifier })).status).toBe(200);
  });

  test("that was used before, and the first tokens live on", async () => {
    const sandbox = await aSandbox();
    const code = await codeFor(sandbox);
    const first = await exchange(sandbox, code);

    const second = await exchange(sandbox, code);

    expect(second.status).toBe(400);
    expect(second.body).toEqual({
      error: "invalid_grant",
      error_uri: expect.stringContaining("https://"),
      error_description: "The `code` provided was invalid.",
    });
    expect((await api(sandbox, first.body.access_token, "/users/me")).status).toBe(200);
  });

  test.each([
    [899, 200],
    [900, 400],
  ])("after its lifetime: %i seconds give %i", async (seconds, status) => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const code = await codeFor(sandbox);

    clock.moveSeconds(seconds);

    expect((await exchange(sandbox, code)).status).toBe(status);
  });

  test("in a JSON body, with a bare 400", async () => {
    const { origin } = await aSandbox();

    const answer = await fetch(`${origin}/-/oauth_token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ grant_type: "authorization_code" }),
    });

    expect([answer.status, await answer.text()]).toEqual([400, ""]);
  });

  test("when a parameter comes twice", async () => {
    const { origin } = await aSandbox();

    const answer = await fetch(`${origin}/-/oauth_token`, {
      method: "POST",
      body: new URLSearchParams("client_id=1&client_id=2"),
    });

    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "invalid_request" }]);
  });
});

test("the code challenge is that of RFC 7636, appendix B", async () => {
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const sandbox = await aSandbox();
  const asked = { code_challenge: challenge, code_challenge_method: "S256" };

  const answer = await exchange(sandbox, await codeFor(sandbox, asked), {
    code_verifier: verifier,
  });

  expect(codeChallengeOf(verifier)).toBe(challenge);
  expect(answer.status).toBe(200);
});

describe("a request whose redirect URI is not trusted ends on a page", () => {
  const text = "invalid_request: The `redirect_uri` parameter does not match a valid url";

  test.each([
    ["a trailing slash", `${callback}/`],
    ["a query", `${callback}?a=b`],
    ["another path", "http://localhost:3000/callback"],
    ["another host", "http://localhost.example.com:3000/auth/callback"],
    ["user info", "http://localhost:3000@example.com/auth/callback"],
    ["another scheme", "javascript://localhost/auth/callback"],
    ["a scheme before it", "javascript:http://localhost:3000/auth/callback"],
    ["a port that is none", "http://localhost:99999/auth/callback"],
    ["nothing", undefined],
  ])("%s", async (_what, redirect_uri) => {
    const answer = await request(await aSandbox(), { redirect_uri });

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch("text/plain");
    expect(await answer.text()).toContain(text);
  });

  test("an unknown client", async () => {
    const answer = await request(await aSandbox(), { client_id: "12" });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/^invalid_request: The `client_id` parameter/);
  });

  test("a parameter that comes twice", async () => {
    const { origin } = await aSandbox();

    const answer = await get(`${origin}/-/oauth_authorize?state=a&state=b`);

    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/^invalid_request: The `state` parameter is repeated/);
  });

  test.each([
    "http://localhost:3000/auth/callback",
    "http://127.0.0.1/auth/callback",
    "http://[::1]:8080/auth/callback",
    "https://localhost:3443/auth/callback",
    "https://app.example.com/oauth?tenant=1",
  ])("but %s is registered", async (redirect_uri) => {
    const extraRedirectUris = ["https://app.example.com/oauth?tenant=1"];
    const sandbox = await aSandbox({ extraRedirectUris });

    const response = await respond(sandbox, { redirect_uri });

    expect(response.href.startsWith(redirect_uri)).toBe(true);
    expect(response.searchParams.get("state")).toBe("the state");
    const code = response.searchParams.get("code") ?? "";
    expect((await exchange(sandbox, code, { redirect_uri })).status).toBe(200);
  });
});

describe("other mistakes go back to the app", () => {
  const challenge = challengeOf(aVerifier());

  test.each([
    ["no state", { state: undefined }, "invalid_request"],
    ["no response type", { response_type: undefined }, "invalid_request"],
    ["the implicit grant", { response_type: "token" }, "unsupported_response_type"],
    [
      "a plain challenge",
      { code_challenge: challenge, code_challenge_method: "plain" },
      "invalid_request",
    ],
    ["a challenge without a method", { code_challenge: challenge }, "invalid_request"],
    ["a method without a challenge", { code_challenge_method: "S256" }, "invalid_request"],
    [
      "a challenge in hexadecimal digits",
      { code_challenge: "a1".repeat(32), code_challenge_method: "S256" },
      "invalid_request",
    ],
    [
      "an ID token without openid",
      { response_type: "id_token", scope: "tasks:read" },
      "invalid_request",
    ],
  ])("%s", async (_what, parameters, error) => {
    const answer = await request(await aSandbox(), parameters);

    const location = new URL(answer.headers.get("location") ?? "");
    const inFragment = location.hash !== "";
    const response = inFragment
      ? new URLSearchParams(location.hash.slice(1))
      : location.searchParams;
    expect(answer.status).toBe(302);
    expect(location.href.startsWith(callback)).toBe(true);
    expect(response.get("error")).toBe(error);
    expect(response.get("state")).toBe("state" in parameters ? null : "the state");
  });

  test("Deny", async () => {
    const response = await respond(await aSandbox(), { decision: "deny" });

    expect(Object.fromEntries(response.searchParams)).toEqual({
      error: "access_denied",
      state: "the state",
    });
  });
});

describe("scopes", () => {
  const notAllowed = "Your app is not allowed to request user authorization for";
  const refusals: [string, Record<string, string | undefined>, string][] = [
    [
      "a granular app without scope",
      { scope: undefined },
      `forbidden_scopes: ${notAllowed} default identity`,
    ],
    [
      "a granular app with default",
      { scope: "default" },
      `forbidden_scopes: ${notAllowed} default identity`,
    ],
    [
      "a scope that is not registered",
      { scope: "openid attachments:read" },
      `forbidden_scopes: ${notAllowed} 'attachments:read' scopes.`,
    ],
    [
      "a full-permissions app with a single scope",
      { ...fullClient, scope: "tasks:read" },
      `forbidden_scopes: ${notAllowed} 'tasks:read' scopes.`,
    ],
    ["a scope that does not exist", { scope: "openid sections:read" }, "invalid_scope: "],
  ];

  test.each(refusals)("%s is refused on a page", async (_circumstance, parameters, text) => {
    const answer = await request(await aSandbox(), parameters);

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(text);
  });

  test.each([
    ["a subset", { scope: "openid tasks:read" }, "openid tasks:read"],
    ["identity scopes alone", { scope: "openid email" }, "openid email"],
    ["no scope from a full-permissions app", { ...fullClient }, "default"],
    ["default and identity scopes", { ...fullClient, scope: "openid default" }, "openid default"],
  ])("%s: granted as asked", async (_circumstance, parameters, granted) => {
    const sandbox = await aSandbox();
    const credentials = "client_id" in parameters ? fullPermissionsCredentials : {};

    const tokens = await exchange(sandbox, await codeFor(sandbox, parameters), credentials);

    const { body } = await introspect(sandbox, tokens.body.access_token);
    expect(body.scope).toBe(granted);
  });

  test.each([
    ["openid", ["sub"]],
    ["openid email", ["sub", "email"]],
    ["openid profile", ["sub", "name", "picture"]],
    ["openid email profile", ["sub", "name", "picture", "email"]],
  ])("%s gives %j at UserInfo", async (scope, claims) => {
    const sandbox = await aSandbox();
    const { access_token } = await tokensFor(sandbox, { scope });

    const answer = await get(`${sandbox.issuer}/openid_connect/userinfo`, {
      authorization: `Bearer ${access_token}`,
    });

    expect(Object.keys((await answer.json()) as object)).toEqual(claims);
  });
});

describe("UserInfo refuses", () => {
  const tokens: [string, (sandbox: Sandbox) => Promise<unknown>, number][] = [
    ["no token", async () => "", 401],
    ["an unknown token", async () => "2/1/1:0", 401],
    ["a refresh token", async (sandbox) => (await tokensFor(sandbox)).refresh_token, 401],
    [
      "a token without openid",
      async (sandbox) => (await tokensFor(sandbox, { scope: "tasks:read" })).access_token,
      403,
    ],
    ["a personal access token", async ({ settings }) => settings.ASANA_PAT, 403],
    [
      "a service account's token",
      async ({ settings }) => settings.ASANA_SERVICE_ACCOUNT_TOKEN,
      403,
    ],
  ];

  test.each(tokens)("%s", async (_which, tokenOf, status) => {
    const sandbox = await aSandbox();

    expect((await api(sandbox, await tokenOf(sandbox), "/openid_connect/userinfo")).status).toBe(
      status,
    );
  });

  test("an expired access token", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const { access_token } = await tokensFor(sandbox);

    clock.moveSeconds(3600);

    expect((await api(sandbox, access_token, "/openid_connect/userinfo")).status).toBe(401);
  });
});

describe("response types with an ID token", () => {
  test.each([
    ["id_token", ["id_token", "state"]],
    ["code id_token", ["code", "id_token", "state"]],
    ["id_token code", ["code", "id_token", "state"]],
  ])("%s answers %j in the fragment", async (response_type, names) => {
    const sandbox = await aSandbox();

    const response = await respond(sandbox, { response_type });

    const answer = new URLSearchParams(response.hash.slice(1));
    expect([...answer.keys()]).toEqual(names);
    expect(decodeJwt(answer.get("id_token") ?? "").sub).toBe(sandbox.people[0]?.gid);
    expect(response.search).toBe("");
  });
});

describe("refresh", () => {
  test("gives a new access token, the same scopes, and no refresh token", async () => {
    const sandbox = await aSandbox();
    const tokens = await tokensFor(sandbox, { scope: "openid tasks:read" });

    const { status, body } = await refresh(sandbox, tokens.refresh_token);

    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["access_token", "expires_in", "token_type", "data"]);
    expect(body.access_token).not.toBe(tokens.access_token);
    expect((await introspect(sandbox, body.access_token)).body.scope).toBe("openid tasks:read");
  });

  test.each([
    ["an unknown token", () => "2/1/1:0"],
    ["an access token", (tokens: Record<string, unknown>) => tokens.access_token],
  ])("refuses %s", async (_which, pick) => {
    const sandbox = await aSandbox();
    const tokens = await tokensFor(sandbox);

    const { status, body } = await refresh(sandbox, pick(tokens));

    expect([status, body.error]).toEqual([400, "invalid_grant"]);
  });

  test("refuses another client's token", async () => {
    const sandbox = await aSandbox();
    const tokens = await tokensFor(sandbox);

    const { status } = await refresh(sandbox, tokens.refresh_token, fullPermissionsCredentials);

    expect(status).toBe(400);
  });
});

describe("revoking", () => {
  test("kills the refresh token and every access token born of it, and consent is asked again", async () => {
    const sandbox = await aSandbox();
    const other = await tokensFor(sandbox, { person: 1 });
    const tokens = await tokensFor(sandbox);
    const refreshed = await refresh(sandbox, tokens.refresh_token);

    const answer = await revoke(sandbox, tokens.refresh_token);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ data: {} });
    expect((await api(sandbox, tokens.access_token, "/users/me")).status).toBe(401);
    expect((await api(sandbox, refreshed.body.access_token, "/users/me")).status).toBe(401);
    expect((await refresh(sandbox, tokens.refresh_token)).body.error).toBe("invalid_grant");
    expect((await api(sandbox, other.access_token, "/users/me")).status).toBe(200);
    const denied = await respond(sandbox, { decision: "deny" });
    expect(denied.searchParams.get("error")).toBe("access_denied");
  });

  test.each([
    ["an access token", "access_token", {}, 400],
    ["with a wrong secret", "refresh_token", { client_secret: "wrong" }, 401],
    ["without a token", "refresh_token", { token: undefined }, 400],
    ["without a secret", "refresh_token", { client_secret: undefined }, 400],
    ["an unknown token", "none", {}, 200],
  ])("%s", async (_circumstance, which, fields, status) => {
    const sandbox = await aSandbox();
    const tokens = await tokensFor(sandbox);

    const answer = await revoke(sandbox, tokens[which], fields);

    expect(answer.status).toBe(status);
    expect((await api(sandbox, tokens.access_token, "/users/me")).status).toBe(200);
  });

  test("another client's token: not found, and it lives on", async () => {
    const sandbox = await aSandbox();
    const { refresh_token } = await tokensFor(sandbox);

    const answer = await revoke(sandbox, refresh_token, fullPermissionsCredentials);

    expect(answer.status).toBe(200);
    expect((await refresh(sandbox, refresh_token)).status).toBe(200);
  });
});

describe("introspection", () => {
  test("describes access, refresh, personal and service-account tokens", async () => {
    const sandbox = await aSandbox({ now: aClock().now });
    const { access_token, refresh_token } = await tokensFor(sandbox);
    const { ASANA_CLIENT_ID, ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;

    const access = await introspect(sandbox, access_token);
    const refreshing = await introspect(sandbox, refresh_token);
    const personal = await introspect(sandbox, ASANA_PAT);
    const service = await introspect(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN);

    expect(access.body).toEqual({
      token_type: "bearer",
      expires_in: 3600,
      exp: aClock().now() / 1000 + 3600,
      scope: allScopes,
      active: true,
      client_id: ASANA_CLIENT_ID,
    });
    expect(refreshing.body).toMatchObject({ token_type: "refresh", active: true });
    expect(personal.body).toMatchObject({ token_type: "bearer", active: true });
    expect(personal.body).not.toHaveProperty("client_id");
    expect(service.body).toMatchObject({ token_type: "bearer", active: true });
  });

  test("says that an expired token is inactive, and refuses a call without one", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const { access_token } = await tokensFor(sandbox);

    clock.moveSeconds(3601);

    expect((await introspect(sandbox, access_token)).body).toEqual({ active: false });
    expect((await introspect(sandbox, "")).status).toBe(400);
  });
});

test("the metadata is what Asana is known to publish, and no more", async () => {
  const sandbox = await aSandbox();

  const metadata = await (await get(`${sandbox.issuer}/.well-known/openid-configuration`)).json();

  const { origin, issuer } = sandbox;
  expect(metadata).toEqual({
    issuer,
    authorization_endpoint: `${origin}/-/oauth_authorize`,
    token_endpoint: `${origin}/-/oauth_token`,
    userinfo_endpoint: `${issuer}/openid_connect/userinfo`,
    jwks_uri: `${issuer}/openid_connect/jwks`,
    response_types_supported: ["code", "id_token", "code id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "profile"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    claims_supported: ["sub", "name", "email", "picture"],
  });
});

test("the key set shows public halves only", async () => {
  const sandbox = await aSandbox();

  const { keys } = await (await get(`${sandbox.issuer}/openid_connect/jwks`)).json();

  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0]).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
});

test("a token request without anything is refused", async () => {
  const sandbox = await aSandbox();
  const nothing = { client_id: undefined, client_secret: undefined };

  expect((await tokenRequest(sandbox, nothing)).body).toMatchObject({ error: "invalid_client" });
});
