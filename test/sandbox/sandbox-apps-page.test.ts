import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import {
  aClock,
  api,
  aSandbox,
  codeFor,
  cookieOf,
  exchange,
  fullPermissionsCredentials,
  get,
  introspect,
  refresh,
  respond,
  revoke,
  submit,
  tokensFor,
} from "../support/sandbox-client.ts";

const inactive = { status: 200, body: { active: false } };

/** The page of one of the people, as text. */
async function appsOf(sandbox: Sandbox, person: number): Promise<string> {
  const cookie = await cookieOf(sandbox, person);
  return (await get(`${sandbox.origin}/apps`, { cookie })).text();
}

/** Presses "Deauthorize" of the first app. */
async function deauthorize(sandbox: Sandbox, person: number): Promise<Response> {
  const cookie = await cookieOf(sandbox, person);
  const page = await (await get(`${sandbox.origin}/apps`, { cookie })).text();
  return submit(sandbox, page, { app: sandbox.settings.ASANA_CLIENT_ID }, cookie);
}

describe("the page of the apps that have access", () => {
  test("shows each app with its permissions in words, and since when", async () => {
    const sandbox = await aSandbox({ now: aClock().now });
    await tokensFor(sandbox, { scope: "openid tasks:read" });

    const page = await appsOf(sandbox, 0);

    expect(page).toMatch(/<h2[^>]*>Starter app<\/h2>/);
    expect(page).toContain("It has had access since 23 November 2026 at 12:00 UTC.");
    expect(page).toMatch(/Read your tasks <span[^>]*>\(<code>tasks:read<\/code>\)/);
    expect(page).not.toContain("tasks:write");
    expect(page.match(/>Deauthorize<\/button>/g)).toHaveLength(1);
  });

  test("shows one entry for an app that was authorized more than once", async () => {
    const sandbox = await aSandbox();
    await tokensFor(sandbox, { scope: "openid" });
    await tokensFor(sandbox, { scope: "openid tasks:read" });

    const page = await appsOf(sandbox, 0);

    expect(page.match(/>Deauthorize<\/button>/g)).toHaveLength(1);
    expect(page.match(/<code>openid<\/code>/g)).toHaveLength(1);
    expect(page).toContain("<code>tasks:read</code>");
  });

  test("shows an app that got an ID token and nothing else", async () => {
    const sandbox = await aSandbox();
    await respond(sandbox, { response_type: "id_token", scope: "openid" });

    expect(await appsOf(sandbox, 0)).toMatch(/<h2[^>]*>Starter app<\/h2>/);
  });

  test("shows the apps of whoever is signed in, and nobody else's", async () => {
    const sandbox = await aSandbox();
    await tokensFor(sandbox);

    const page = await appsOf(sandbox, 1);

    expect(page).toContain("No app may act for <bdi>Ben Solo</bdi>.");
    expect(page).not.toContain("Starter app");
  });

  test("lets somebody sign in who is not, and comes back", async () => {
    const sandbox = await aSandbox();
    const page = await (await get(`${sandbox.origin}/apps`)).text();

    const answer = await submit(sandbox, page, { person: sandbox.people[1]?.gid });

    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(page).toContain("Nobody is signed in here.");
    expect(answer.headers.get("location")).toBe("/apps");
    const own = await (await get(`${sandbox.origin}/apps`, { cookie })).text();
    expect(own).toContain("Ben Solo");
  });

  test("is linked from the home page", async () => {
    const sandbox = await aSandbox();

    expect(await (await get(sandbox.origin)).text()).toContain('<a href="/apps">');
  });
});

describe("after Deauthorize", () => {
  test("every token and code of the person and the app is dead, whatever grant it is of", async () => {
    const sandbox = await aSandbox({ switches: { introspectUnknown: 400 } });
    const first = await tokensFor(sandbox, { scope: "openid users:read" });
    const second = await tokensFor(sandbox);
    const refreshed = (await refresh(sandbox, second.refresh_token)).body;
    const pending = await codeFor(sandbox);

    await deauthorize(sandbox, 0);

    for (const { access_token } of [first, second, refreshed]) {
      expect((await api(sandbox, access_token, "/users/me")).status).toBe(401);
      expect(await introspect(sandbox, access_token)).toEqual(inactive);
    }
    for (const { refresh_token } of [first, second]) {
      const { status, body } = await refresh(sandbox, refresh_token);
      expect([status, body.error]).toEqual([400, "invalid_grant"]);
      expect(await introspect(sandbox, refresh_token)).toEqual(inactive);
    }
    expect((await exchange(sandbox, pending)).body.error).toBe("invalid_grant");
  });

  test("the audit log tells of it", async () => {
    const sandbox = await aSandbox();
    const { ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;
    await tokensFor(sandbox);

    await deauthorize(sandbox, 0);

    const path = "/workspaces/1201000000000101/audit_log_events?event_type=user_app_revoked";
    const { data } = await api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, path);
    expect(data).toMatchObject([{ actor: { name: "Ana Everyday" } }]);
    expect(data).toHaveLength(1);
  });

  test("the page says so, and the next authorization asks again", async () => {
    const sandbox = await aSandbox();
    await tokensFor(sandbox);
    const cookie = await cookieOf(sandbox, 0);

    const { headers } = await deauthorize(sandbox, 0);

    const location = headers.get("location") ?? "";
    const page = await (await get(sandbox.origin + location, { cookie })).text();
    expect(page).toContain("Starter app has no access any more");
    expect(page).toContain("No app may act for");
    const askedAgain = await respond(sandbox, { decision: "deny" });
    expect(askedAgain.searchParams.get("error")).toBe("access_denied");
    await tokensFor(sandbox);
    const later = await (await get(sandbox.origin + location, { cookie })).text();
    expect(later).not.toContain("has no access any more");
  });

  test("other people and other apps go on", async () => {
    const sandbox = await aSandbox();
    await tokensFor(sandbox);
    const ofBen = await tokensFor(sandbox, { person: 1 });
    const { client_id } = fullPermissionsCredentials;
    const code = await codeFor(sandbox, { client_id, scope: "default" });
    const ofOtherApp = await exchange(sandbox, code, fullPermissionsCredentials);

    await deauthorize(sandbox, 0);

    expect((await api(sandbox, ofBen.access_token, "/users/me")).status).toBe(200);
    expect((await api(sandbox, ofOtherApp.body.access_token, "/users/me")).status).toBe(200);
    expect(await appsOf(sandbox, 0)).toContain("Full-permissions app");
  });
});

describe("Deauthorize does nothing", () => {
  const own = { app: "1201000000000001" };

  test.each([
    ["for somebody who signed in after the page was shown", own, 1],
    ["for an app that does not exist", { app: "1" }, 0],
    ["for no app", {}, 0],
  ])("%s", async (_circumstance, fields, person) => {
    const sandbox = await aSandbox();
    const tokens = [await tokensFor(sandbox), await tokensFor(sandbox, { person: 1 })];
    const pageOfAna = await appsOf(sandbox, 0);

    const answer = await submit(sandbox, pageOfAna, fields, await cookieOf(sandbox, person));

    expect(answer.headers.get("location")).toBe("/apps");
    for (const { access_token } of tokens) {
      expect((await api(sandbox, access_token, "/users/me")).status).toBe(200);
    }
  });

  test("when nobody is signed in any more", async () => {
    const sandbox = await aSandbox();
    const { access_token } = await tokensFor(sandbox);
    const page = await appsOf(sandbox, 0);

    await submit(sandbox, page, own);

    expect((await api(sandbox, access_token, "/users/me")).status).toBe(200);
  });
});

describe("a chain of refreshes", () => {
  test("rotation kills the refresh token before, and no access token", async () => {
    const sandbox = await aSandbox({ switches: { refresh: "rotate" } });
    const first = await tokensFor(sandbox);

    const second = (await refresh(sandbox, first.refresh_token)).body;

    expect((await refresh(sandbox, first.refresh_token)).body.error).toBe("invalid_grant");
    expect((await api(sandbox, first.access_token, "/users/me")).status).toBe(200);
    expect((await api(sandbox, second.access_token, "/users/me")).status).toBe(200);
  });

  test.each(["keep", "return-same", "rotate"] as const)(
    "revoking the last refresh token kills every access token of the chain (refresh = %s)",
    async (how) => {
      const sandbox = await aSandbox({ switches: { refresh: how } });
      const chain = [await tokensFor(sandbox)];
      for (let refreshes = 0; refreshes < 2; refreshes += 1) {
        const { body } = await refresh(sandbox, lastRefreshTokenOf(chain));
        chain.push(body);
      }

      await revoke(sandbox, lastRefreshTokenOf(chain));

      expect(chain).toHaveLength(3);
      for (const { access_token } of chain) {
        expect((await api(sandbox, access_token, "/users/me")).status).toBe(401);
        expect(await introspect(sandbox, access_token)).toEqual(inactive);
      }
      expect((await refresh(sandbox, lastRefreshTokenOf(chain))).body.error).toBe("invalid_grant");
    },
  );

  test("of many refreshes at once with one rotating token, exactly one wins", async () => {
    const sandbox = await aSandbox({ switches: { refresh: "rotate" } });
    const { refresh_token } = await tokensFor(sandbox);

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => refresh(sandbox, refresh_token)),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(9);
    const winner = answers.find(({ status }) => status === 200);
    expect((await refresh(sandbox, winner?.body.refresh_token)).status).toBe(200);
  });

  test("a new authorization has the scopes that it asked for, and replaces the consent", async () => {
    const sandbox = await aSandbox();
    await tokensFor(sandbox, { scope: "openid tasks:read" });

    const { access_token } = await tokensFor(sandbox, { scope: "openid users:read" });

    const { body } = await introspect(sandbox, access_token);
    expect(body.scope).toBe("openid users:read");
    const again = await respond(sandbox, { scope: "openid tasks:read", decision: "deny" });
    expect(again.searchParams.get("error")).toBe("access_denied");
  });
});

test("every secret that is handed out is known with its kind and its person", async () => {
  const sandbox = await aSandbox({ switches: { refresh: "rotate" } });
  const code = await codeFor(sandbox, { person: 1 });
  const { body } = await exchange(sandbox, code);
  const { body: refreshed } = await refresh(sandbox, body.refresh_token);

  const userGid = sandbox.people[1]?.gid;
  expect(sandbox.secrets).toHaveLength(6);
  expect(sandbox.secrets).toEqual(
    expect.arrayContaining([
      { kind: "code", value: code, userGid },
      { kind: "access", value: body.access_token, userGid },
      { kind: "refresh", value: body.refresh_token, userGid },
      { kind: "id-token", value: body.id_token, userGid },
      { kind: "access", value: refreshed.access_token, userGid },
      { kind: "refresh", value: refreshed.refresh_token, userGid },
    ]),
  );
  expect(sandbox.secrets.map(({ value }) => value)).toEqual(sandbox.issued);
});

function lastRefreshTokenOf(chain: readonly Record<string, unknown>[]): unknown {
  return chain.findLast(({ refresh_token }) => refresh_token !== undefined)?.refresh_token;
}
