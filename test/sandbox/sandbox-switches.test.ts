import { describe, expect, test } from "@jest/globals";
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { defaultSwitches, type Switches } from "../../sandbox/switches.ts";
import {
  aClock,
  api,
  aSandbox,
  callback,
  codeFor,
  cookieOf,
  exchange,
  fullPermissionsCredentials,
  get,
  introspect,
  refresh,
  request,
  respond,
  submit,
  switchesOf,
  tokensFor,
} from "../support/sandbox-client.ts";

/** What a program sees on the wire; each row says so before and after a switch is set. */
type Observation = (sandbox: Sandbox) => Promise<unknown>;

const inactive = { status: 200, body: { active: false } };
const idToken = async (sandbox: Sandbox) =>
  String((await tokensFor(sandbox, { nonce: "n" })).id_token);
const claim = (name: string) => async (sandbox: Sandbox) => decodeJwt(await idToken(sandbox))[name];
const metadata = (name: string) => async (sandbox: Sandbox) =>
  (await (await get(`${sandbox.issuer}/.well-known/openid-configuration`)).json())[name];
const userInfo = (name: string, person: number) => async (sandbox: Sandbox) => {
  const { access_token } = await tokensFor(sandbox, { person });
  return JSON.parse((await api(sandbox, access_token, "/openid_connect/userinfo")).text)[name];
};
const explained = ["error", "error_uri", "error_description", "state"];
const tokenField = (name: string) => async (sandbox: Sandbox) => (await tokensFor(sandbox))[name];

type Row = [keyof Switches, Switches[keyof Switches], Observation, unknown, unknown];

const rows: Row[] = [
  ["nonce", "echo", claim("nonce"), undefined, "n"],
  ["idTokenAlg", "ES256", algorithmThatVerifies, "RS256", "ES256"],
  ["idTokenAlg", "PS256", algorithmThatVerifies, "RS256", "PS256"],
  [
    "kid",
    "absent",
    async (sandbox) => "kid" in decodeProtectedHeader(await idToken(sandbox)),
    true,
    false,
  ],
  ["signature", "wrong", algorithmThatVerifies, "RS256", "none verifies"],
  ["idToken", "absent", async (sandbox) => "id_token" in (await tokensFor(sandbox)), true, false],
  ["idTokenClaims", "profile", claim("email"), undefined, "ana@example.com"],
  ["idTokenOverrides", { aud: "somebody else" }, claim("aud"), "1201000000000001", "somebody else"],
  [
    "idTokenOverrides",
    { exp: null },
    async (sandbox) => "exp" in decodeJwt(await idToken(sandbox)),
    true,
    false,
  ],
  ["metadataPkce", "S256", metadata("code_challenge_methods_supported"), undefined, ["S256"]],
  [
    "issuerSlash",
    "yes",
    async (sandbox) => String(await metadata("issuer")(sandbox)).at(-1),
    "0",
    "/",
  ],
  ["issuerSlash", "yes", async (sandbox) => String(await claim("iss")(sandbox)).at(-1), "0", "/"],
  ["emailVerified", false, userInfo("email_verified", 0), undefined, false],
  ["emailVerified", "string", userInfo("email_verified", 0), undefined, "true"],
  ["sub", "mismatch", userInfo("sub", 0), "1201000000000011", "12010000000000110"],
  ["picture", "null", userInfo("picture", 1), undefined, null],
  ["pkce", "required", errorAtCallback({}), null, "invalid_request"],
  [
    "scopeError",
    "redirect",
    errorAtCallback({ scope: "attachments:read" }),
    "page",
    "forbidden_scopes",
  ],
  ["scopeError", "redirect", errorAtCallback({ scope: "sections:read" }), "page", "invalid_scope"],
  ["denyError", "user_cancelled", errorAfterDeny, "access_denied", "user_cancelled"],
  [
    "grant",
    "openid tasks:read",
    grantedTo({ scope: "openid email tasks:read" }),
    "openid email tasks:read",
    "openid tasks:read",
  ],
  ["consent", "always", secondRequest, "no page", "page"],
  [
    "identityScopes",
    "must-register",
    statusOf({ client_id: fullPermissionsCredentials.client_id, scope: "openid default" }),
    200,
    400,
  ],
  ["expiresIn", 60, tokenField("expires_in"), 3600, 60],
  ["expiresIn", "absent", tokenField("expires_in"), 3600, undefined],
  ["expiresIn", "string", tokenField("expires_in"), 3600, "3600"],
  ["tokenType", "Bearer", tokenField("token_type"), "bearer", "Bearer"],
  [
    "tokenScope",
    "present",
    async (sandbox) => (await tokensFor(sandbox, { scope: "openid" })).scope,
    undefined,
    "openid",
  ],
  ["tokenData", "absent", async (sandbox) => "data" in (await tokensFor(sandbox)), true, false],
  ["dataEmail", "absent", dataEmail, "ana@example.com", undefined],
  [
    "refreshToken",
    "absent",
    async (sandbox) => "refresh_token" in (await tokensFor(sandbox)),
    true,
    false,
  ],
  ["refresh", "return-same", refreshTokenOnRefresh, "none", "the same"],
  ["refresh", "rotate", refreshTokenOnRefresh, "none", "another, and the old one is dead"],
  ["codeReuse", "revoke", statusAfterReuse, 200, 401],
  ["clientAuth", "post", statusWithBasic, 200, 401],
  [
    "invalidClientStatus",
    400,
    async (sandbox) => (await exchange(sandbox, "c", { client_secret: "x" })).status,
    401,
    400,
  ],
  [
    "resetSecret",
    "yes",
    async (sandbox) => (await exchange(sandbox, await codeFor(sandbox))).status,
    200,
    401,
  ],
  [
    "errorText",
    "off",
    async (sandbox) => Object.keys((await exchange(sandbox, "c")).body),
    ["error", "error_uri", "error_description"],
    ["error"],
  ],
  ["errorText", "everywhere", namesAfterDeny, ["error", "state"], explained],
  [
    "errorText",
    "everywhere",
    async (sandbox) => {
      const answer = await request(sandbox, { response_type: "token" });
      return [...new URL(answer.headers.get("location") ?? "").searchParams.keys()];
    },
    ["error", "state"],
    explained,
  ],
  [
    "introspectUnknown",
    400,
    async (sandbox) => (await introspect(sandbox, "unknown")).status,
    200,
    400,
  ],
  ["scopeStatus", 401, restStatus("/users/me", { scope: "openid" }), 403, 401],
  ["scopeStatus", 401, restStatus("/openid_connect/userinfo", { scope: "tasks:read" }), 403, 401],
  [
    "scopeStatus",
    401,
    restStatus("/tasks/1201000000000401?opt_fields=assignee.email", { scope: "tasks:read" }),
    403,
    401,
  ],
  ...([402, 404] as const).map(
    (status): Row => [
      "saStatus",
      status,
      restStatus("/workspaces/1201000000000101/audit_log_events", {}),
      403,
      status,
    ],
  ),
  ["optFieldsType", "present", fieldsOfMe, ["gid", "name"], ["gid", "resource_type", "name"]],
  [
    "asanaChange",
    "name=x;affected=true",
    async (sandbox) => (await api(sandbox, "", "/users/me")).headers.get("asana-change"),
    null,
    "name=x;affected=true",
  ],
  ["force429", 1, restStatus("/users/me", {}), 200, 429],
];

test.each(rows)(
  "%s = %j changes what a program sees",
  async (name, value, observe, usual, changed) => {
    const before = await observe(await aSandbox());
    const after = await observe(await aSandbox({ switches: { [name]: value } }));

    expect(before).toEqual(usual);
    expect(after).toEqual(changed);
  },
);

describe("switches that need a longer story", () => {
  test("rotateKeys: the key set changes, and ID tokens of before no longer verify", async () => {
    const sandbox = await aSandbox();
    const old = await idToken(sandbox);

    sandbox.setSwitches({ rotateKeys: "now" });

    expect(await verifies(sandbox, old)).toBe(false);
    expect(await verifies(sandbox, await idToken(sandbox))).toBe(true);
  });

  test.each([
    [59, 200],
    [60, 400],
  ])("refreshTtlSeconds = 60: after %i seconds a refresh gives %i", async (seconds, status) => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now, switches: { refreshTtlSeconds: 60 } });
    const { refresh_token } = await tokensFor(sandbox);

    clock.moveSeconds(seconds);

    expect((await refresh(sandbox, refresh_token)).status).toBe(status);
  });

  test("codeTtlSeconds = 10: a code of 10 seconds ago is refused", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now, switches: { codeTtlSeconds: 10 } });
    const code = await codeFor(sandbox);

    clock.moveSeconds(10);

    expect((await exchange(sandbox, code)).status).toBe(400);
  });

  test.each([
    [{}, 400],
    [{ offsetStatus: 412 }, 412],
  ] as const)(
    "offsetTtlSeconds = 10, %j: after 10 seconds an offset gives %i",
    async (and, status) => {
      const clock = aClock();
      const switches = { offsetTtlSeconds: 10, ...and };
      const sandbox = await aSandbox({ now: clock.now, switches });
      const { ASANA_PAT } = sandbox.settings;
      const list = "/projects/1201000000000301/tasks?limit=1";
      const { next_page } = await api(sandbox, ASANA_PAT, list);

      clock.moveSeconds(10);

      const answer = await api(sandbox, ASANA_PAT, next_page?.path ?? "");
      expect([answer.status, answer.errors[0]?.message]).toEqual([
        status,
        "offset: Your pagination token has expired.",
      ]);
    },
  );

  test("workspaces = pick: the app reaches only what was ticked", async () => {
    const sandbox = await aSandbox({ switches: { workspaces: "pick" } });
    const cookie = await cookieOf(sandbox, 0);
    const consentPage = await (await request(sandbox, {}, cookie)).text();

    const ticked = { decision: "allow", workspace: "1201000000000102" };
    const answer = await submit(sandbox, consentPage, ticked, cookie);
    const response = new URL(answer.headers.get("location") ?? "");
    const tokens = await exchange(sandbox, response.searchParams.get("code") ?? "");

    expect(consentPage.match(/type="checkbox"/g)).toHaveLength(3);
    const workspaces = await api(sandbox, tokens.body.access_token, "/workspaces");
    expect(workspaces.data.map(({ gid }) => gid)).toEqual(["1201000000000102"]);
    const closed = await api(sandbox, tokens.body.access_token, "/workspaces/1201000000000101");
    expect(closed.status).toBe(403);
  });

  test("expireTokens: access tokens of before have expired, and a refresh gives a good one", async () => {
    const sandbox = await aSandbox();
    const { access_token, refresh_token } = await tokensFor(sandbox);
    const pending = await codeFor(sandbox);

    sandbox.setSwitches({ expireTokens: "now" });

    const expired = await api(sandbox, access_token, "/users/me");
    expect([expired.status, expired.errors[0]?.message]).toEqual([
      401,
      expect.stringContaining("The bearer token has expired."),
    ]);
    expect((await introspect(sandbox, access_token)).body).toEqual({ active: false });
    const refreshed = await refresh(sandbox, refresh_token);
    const exchanged = await exchange(sandbox, pending);
    expect((await api(sandbox, refreshed.body.access_token, "/users/me")).status).toBe(200);
    expect((await api(sandbox, exchanged.body.access_token, "/users/me")).status).toBe(200);
    expect((await api(sandbox, sandbox.settings.ASANA_PAT, "/users/me")).status).toBe(200);
  });

  test("revokeTokens: as if everybody had deauthorized every app", async () => {
    const sandbox = await aSandbox({ switches: { introspectUnknown: 400 } });
    const ofAna = await tokensFor(sandbox);
    const ofBen = await tokensFor(sandbox, { person: 1 });
    const pending = await codeFor(sandbox);

    sandbox.setSwitches({ revokeTokens: "now" });

    for (const { access_token, refresh_token } of [ofAna, ofBen]) {
      expect((await api(sandbox, access_token, "/users/me")).status).toBe(401);
      expect((await refresh(sandbox, refresh_token)).body.error).toBe("invalid_grant");
      expect(await introspect(sandbox, access_token)).toEqual(inactive);
      expect(await introspect(sandbox, refresh_token)).toEqual(inactive);
    }
    expect((await exchange(sandbox, pending)).body.error).toBe("invalid_grant");
    expect((await api(sandbox, sandbox.settings.ASANA_PAT, "/users/me")).status).toBe(200);
    const askedAgain = await respond(sandbox, { decision: "deny" });
    expect(askedAgain.searchParams.get("error")).toBe("access_denied");
    expect((await tokensFor(sandbox)).access_token).toEqual(expect.any(String));
  });

  test.each(["rotateKeys", "expireTokens", "revokeTokens"] as const)(
    "%s happens once, and the switch goes back by itself",
    async (name) => {
      const sandbox = await aSandbox({ switches: { [name]: "now" } });
      const atTheStart = await switchesOf(sandbox);
      const { access_token } = await tokensFor(sandbox);

      const answer = await setByProgram(sandbox, { [name]: "now" });

      expect(atTheStart[name]).toBe("no");
      expect((await answer.json())[name]).toBe("no");
      const isDead = (await api(sandbox, access_token, "/users/me")).status === 401;
      expect(isDead).toBe(name !== "rotateKeys");
    },
  );
});

test("every switch has a row or a story, here or among the faults", async () => {
  const stories = ["rotateKeys", "expireTokens", "revokeTokens", "workspaces"];
  const times = ["refreshTtlSeconds", "codeTtlSeconds", "offsetTtlSeconds", "offsetStatus"];
  const ofFaults = ["fail", "slow", "rateLimit", "retryAfter", "retryAfterSeconds"];
  const covered = new Set([...rows.map(([name]) => name), ...stories, ...times, ...ofFaults]);

  expect(Object.keys(defaultSwitches()).filter((name) => !covered.has(name))).toEqual([]);
});

describe("the control call", () => {
  test("shows the switches and sets them", async () => {
    const sandbox = await aSandbox();

    const before = await (await get(`${sandbox.origin}/sandbox/switches`)).json();
    const after = await (
      await setByProgram(sandbox, { nonce: "echo", expiresIn: "absent" })
    ).json();

    expect(before).toEqual(defaultSwitches());
    expect(after).toEqual({ ...defaultSwitches(), nonce: "echo", expiresIn: "absent" });
    expect(await claim("nonce")(sandbox)).toBe("n");
  });

  test.each([
    ["an unknown switch", { nonsense: 1 }, "There is no switch nonsense; there are: nonce,"],
    ["a value that does not exist", { nonce: "yes" }, 'nonce is "omit" or "echo".'],
    ["a name of every object", { constructor: 1 }, "There is no switch constructor"],
    [
      "a fault at no endpoint",
      { fail: { endpoint: "x", kind: 500, times: 1 } },
      'endpoint is "authorize", "token",',
    ],
    ["no object", [], "Switches are an object"],
  ])("refuses %s, and nothing changes", async (_what, change, problem) => {
    const sandbox = await aSandbox();

    const answer = await setByProgram(
      sandbox,
      Array.isArray(change) ? change : { kid: "absent", ...change },
    );

    expect(answer.status).toBe(400);
    expect((await answer.json()).problems.join("\n")).toContain(problem);
    expect(await (await get(`${sandbox.origin}/sandbox/switches`)).json()).toEqual(
      defaultSwitches(),
    );
  });

  test("refuses a web page of another origin", async () => {
    const sandbox = await aSandbox();

    const answer = await setByProgram(
      sandbox,
      { nonce: "echo" },
      { origin: "http://localhost:3000" },
    );

    expect(answer.status).toBe(403);
  });
});

/** Sets switches while the sandbox runs, as a program does. */
async function setByProgram(
  { origin }: Sandbox,
  change: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${origin}/sandbox/switches`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(change),
  });
}

async function algorithmThatVerifies(sandbox: Sandbox): Promise<string> {
  const token = await idToken(sandbox);
  return (await verifies(sandbox, token))
    ? String(decodeProtectedHeader(token).alg)
    : "none verifies";
}

async function verifies(sandbox: Sandbox, token: string): Promise<boolean> {
  const { keys } = await (await get(`${sandbox.issuer}/openid_connect/jwks`)).json();
  const key = await importJWK(keys[0]);
  return jwtVerify(token, key).then(
    () => true,
    () => false,
  );
}

function errorAtCallback(parameters: Record<string, string>): Observation {
  return async (sandbox) => {
    const answer = await request(sandbox, parameters);
    if (answer.status === 400) {
      return "page";
    }
    const location = answer.headers.get("location");
    return location === null ? null : new URL(location).searchParams.get("error");
  };
}

function statusOf(parameters: Record<string, string>): Observation {
  return async (sandbox) => (await request(sandbox, parameters)).status;
}

function grantedTo(parameters: Record<string, string>): Observation {
  return async (sandbox) => {
    const { access_token } = await tokensFor(sandbox, parameters);
    return (await introspect(sandbox, access_token)).body.scope;
  };
}

function restStatus(path: string, parameters: Record<string, string>): Observation {
  return async (sandbox) => {
    const { access_token } = await tokensFor(sandbox, parameters);
    return (await api(sandbox, access_token, path)).status;
  };
}

async function errorAfterDeny(sandbox: Sandbox) {
  return (await respond(sandbox, { decision: "deny" })).searchParams.get("error");
}

async function namesAfterDeny(sandbox: Sandbox) {
  return [...(await respond(sandbox, { decision: "deny" })).searchParams.keys()];
}

/** Denies at the second consent page; who is shown none gets a code all the same. */
async function secondRequest(sandbox: Sandbox) {
  await respond(sandbox);
  const second = await respond(sandbox, { decision: "deny" });
  return second.searchParams.has("code") ? "no page" : "page";
}

async function dataEmail(sandbox: Sandbox) {
  const { data } = await tokensFor(sandbox, { scope: "openid" });
  return (data as { email?: string }).email;
}

async function refreshTokenOnRefresh(sandbox: Sandbox) {
  const { refresh_token: old } = await tokensFor(sandbox);
  const { refresh_token: returned } = (await refresh(sandbox, old)).body;
  if (returned === undefined || returned === old) {
    return returned === undefined ? "none" : "the same";
  }
  const isDead = (await refresh(sandbox, old)).status === 400;
  return isDead ? "another, and the old one is dead" : "another";
}

async function statusAfterReuse(sandbox: Sandbox) {
  const code = await codeFor(sandbox);
  const { body } = await exchange(sandbox, code);
  await exchange(sandbox, code);
  return (await api(sandbox, body.access_token, "/users/me")).status;
}

async function statusWithBasic(sandbox: Sandbox) {
  const { ASANA_CLIENT_ID, ASANA_CLIENT_SECRET } = sandbox.settings;
  const credentials = Buffer.from(`${ASANA_CLIENT_ID}:${ASANA_CLIENT_SECRET}`).toString("base64");
  const answer = await fetch(`${sandbox.origin}/-/oauth_token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: await codeFor(sandbox),
      redirect_uri: callback,
    }),
  });
  return answer.status;
}

async function fieldsOfMe(sandbox: Sandbox) {
  const me = await api(sandbox, sandbox.settings.ASANA_PAT, "/users/me?opt_fields=name");
  return Object.keys(me.data);
}
