import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { aClock, api, aSandbox, get, switchesOf, tokensFor } from "../support/sandbox-client.ts";

type Fault = Exclude<Switches["fail"], "off">;

const endpoints: readonly [Fault["endpoint"], string, string][] = [
  ["token", "/-/oauth_token", "POST"],
  ["revoke", "/-/oauth_revoke", "POST"],
  ["token_info", "/-/token_info", "POST"],
  ["authorize", "/-/oauth_authorize", "GET"],
  ["discovery", "/api/1.0/.well-known/openid-configuration", "GET"],
  ["jwks", "/api/1.0/openid_connect/jwks", "GET"],
  ["userinfo", "/api/1.0/openid_connect/userinfo", "GET"],
  ["rest", "/api/1.0/users/me", "GET"],
];

/** What a client notices of each kind of fault. */
const kinds: readonly [Fault["kind"], object][] = [
  [500, { status: 500, type: "json", body: expect.stringMatching(/"phrase":"\d+( \w+){4}"/) }],
  ["502html", { status: 502, type: "html", body: expect.stringContaining("<h1>502") }],
  ["reset", { error: "fetch failed" }],
  ["cut-off", { status: 200, type: "json", body: expect.stringMatching(/^\{"data":\[\{[^}]*$/) }],
  ["truncated", { status: 200, type: "json", error: "terminated" }],
  ["huge", { status: 200, type: "json", megabytes: 12, records: expect.any(Number) }],
  ["html", { status: 200, type: "html", body: expect.stringContaining("<h1>Back in a moment") }],
  ["no-errors", { status: 500, type: "json", body: '{"message":"Internal Server Error"}' }],
  ["empty", { status: 500, type: undefined, body: "" }],
];

describe.each(endpoints)("fail at %s", (endpoint, path, method) => {
  test.each(kinds)("with %s: the client notices, once", async (kind, noticed) => {
    const sandbox = await aSandbox({ switches: { fail: { endpoint, kind, times: 1 } } });

    const broken = await whatIsNoticed(sandbox.origin + path, method);
    const healthy = await fetch(sandbox.origin + path, { method });

    expect(broken).toEqual(noticed);
    expect(healthy.status).toBeLessThan(500);
  });

  test("as often as asked", async () => {
    const sandbox = await aSandbox({ switches: { fail: { endpoint, kind: "502html", times: 2 } } });
    const call = async () => (await fetch(sandbox.origin + path, { method })).status;

    const statuses = [await call(), await call(), await call()];

    expect(statuses.map((status) => status === 502)).toEqual([true, true, false]);
  });
});

test("a client that goes away ends the huge answer, and the sandbox goes on", async () => {
  const lines: string[] = [];
  const fail = { endpoint: "rest", kind: "huge", times: 1 } as const;
  const sandbox = await aSandbox({ switches: { fail }, log: (line) => lines.push(line) });

  const huge = await fetch(`${sandbox.issuer}/users/me`);
  await huge.body?.cancel();

  const { ASANA_PAT } = sandbox.settings;
  expect((await api(sandbox, ASANA_PAT, "/users/me")).status).toBe(200);
  expect(lines.filter((line) => line.includes("failed"))).toEqual([]);
});

describe("a fault for some requests only", () => {
  const rows: readonly [string, Partial<Fault>, string[]][] = [
    ["a method", { method: "PUT" }, ["PUT /tasks/1201000000000401"]],
    ["a path", { path: "/tasks" }, ["GET /tasks/1201000000000401", "PUT /tasks/1201000000000401"]],
    ["a path that ends in /", { path: "/users/" }, ["GET /users/me"]],
    ["both", { method: "GET", path: "/tasks" }, ["GET /tasks/1201000000000401"]],
    ["half a segment: none", { path: "/task" }, []],
  ];

  test.each(rows)("%s: %j", async (_what, limit, failing) => {
    const fail = { endpoint: "rest", kind: 500, times: 100, ...limit } as const;
    const sandbox = await aSandbox({ switches: { fail } });
    const calls = ["GET /users/me", "GET /tasks/1201000000000401", "PUT /tasks/1201000000000401"];

    const answers = await Promise.all(
      calls.map(async (call) => {
        const body = call.startsWith("PUT") ? { data: { completed: true } } : undefined;
        return { call, ...(await api(sandbox, sandbox.settings.ASANA_PAT, call, body)) };
      }),
    );

    const failed = answers.filter(({ status }) => status === 500);
    expect(failed.map(({ call }) => call)).toEqual(failing);
  });

  test("a write that fails changes nothing", async () => {
    const fail = { endpoint: "rest", kind: 500, times: 1, method: "PUT" } as const;
    const sandbox = await aSandbox({ switches: { fail } });
    const { ASANA_PAT } = sandbox.settings;

    await api(sandbox, ASANA_PAT, "PUT /tasks/1201000000000401", { data: { completed: true } });

    const task = await api(sandbox, ASANA_PAT, "/tasks/1201000000000401");
    expect(task.data.completed).toBe(false);
  });

  test.each([
    ["a path away from the REST API", { endpoint: "token", path: "/tasks" }],
    ["a path without a slash", { endpoint: "rest", path: "tasks" }],
    ["an unknown method", { endpoint: "rest", method: "get" }],
    ["a misspelled member", { endpoint: "rest", methd: "GET" }],
  ])("%s is refused", async (_what, part) => {
    const sandbox = await aSandbox();
    const change = (name: string, value: object) => () => sandbox.setSwitches({ [name]: value });

    expect(change("fail", { kind: 500, times: 1, ...part })).toThrow(
      "path is the beginning of a path",
    );
    expect(change("slow", { ms: 1, ...part })).toThrow("path is the beginning of a path");
  });
});

describe("a slow endpoint", () => {
  test("keeps a client waiting beyond its patience; others answer at once", async () => {
    const sandbox = await aSandbox({ switches: { slow: { endpoint: "jwks", ms: 60_000 } } });
    const patience = { signal: AbortSignal.timeout(50) };

    const slow = fetch(`${sandbox.issuer}/openid_connect/jwks`, patience).catch(({ name }) => name);
    const other = await get(`${sandbox.issuer}/.well-known/openid-configuration`);

    expect(other.status).toBe(200);
    expect(await slow).toBe("TimeoutError");
  });

  test("may be slow for one method and path only", async () => {
    const slow = { endpoint: "rest", ms: 60_000, method: "GET", path: "/users" } as const;
    const sandbox = await aSandbox({ switches: { slow } });
    const { ASANA_PAT } = sandbox.settings;
    const headers = { authorization: `Bearer ${ASANA_PAT}` };
    const patience = { headers, signal: AbortSignal.timeout(50) };

    const waiting = fetch(`${sandbox.issuer}/users/me`, patience).catch(({ name }) => name);
    const others = [
      await api(sandbox, ASANA_PAT, "/tasks/1201000000000401"),
      await api(sandbox, ASANA_PAT, "POST /users/me", {}),
    ];

    expect(others.map(({ status }) => status)).toEqual([200, 404]);
    expect(await waiting).toBe("TimeoutError");
  });

  test("as a fault it says nothing for longer than a client waits, once", async () => {
    const fail = { endpoint: "jwks", kind: "slow", times: 1 } as const;
    const sandbox = await aSandbox({ switches: { fail } });
    const url = `${sandbox.issuer}/openid_connect/jwks`;

    const client = new AbortController();
    const first = fetch(url, { signal: client.signal }).catch(({ name }) => name);
    while ((await switchesOf(sandbox)).fail !== "off") {
      await delay(10); // until the request has met the fault
    }
    client.abort();
    const second = await fetch(url);

    expect(await first).toBe("AbortError");
    expect(second.status).toBe(200);
  });
});

describe("too many requests", () => {
  const me = (sandbox: Sandbox, token = sandbox.settings.ASANA_PAT) =>
    api(sandbox, token, "/users/me");

  test("force429 refuses so many, and stops by itself", async () => {
    const sandbox = await aSandbox({ switches: { force429: 2 } });

    const answers = [await me(sandbox), await me(sandbox), await me(sandbox)];

    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers[0]?.errors[0]?.message).toMatch(/^You've made too many requests/);
  });

  test.each([
    [{}, "30"],
    [{ retryAfterSeconds: 7 }, "7"],
    [{ retryAfterSeconds: 0 }, "0"],
    [{ retryAfter: "date", retryAfterSeconds: 90 }, "Mon, 23 Nov 2026 12:01:30 GMT"],
    [{ retryAfter: "absent" }, null],
  ] as const)("with %j Retry-After is %j", async (switches, retryAfter) => {
    const { now } = aClock();
    const sandbox = await aSandbox({ now, switches: { ...switches, force429: 1 } });

    const refused = await me(sandbox);

    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, retryAfter]);
  });

  test.each([
    ["free", 150],
    ["paid", 1500],
  ] as const)("rateLimit = %s: %i calls a minute and token", async (rateLimit, limit) => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now, switches: { rateLimit } });
    const statuses = await inBatches(limit, async () => (await me(sandbox)).status);

    const beyond = await me(sandbox);
    const somebodyElse = await me(sandbox, sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN);
    clock.moveSeconds(60);
    const later = await me(sandbox);

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(beyond.status).toBe(429);
    expect(beyond.headers.get("retry-after")).toBe("30");
    expect(somebodyElse.status).toBe(200);
    expect(later.status).toBe(200);
  });

  test("refused calls count, so that the limit lasts for those who go on", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now, switches: { rateLimit: "free" } });
    await inBatches(150, () => me(sandbox));
    clock.moveSeconds(59);
    await inBatches(150, () => me(sandbox));

    clock.moveSeconds(1);
    const goingOn = await me(sandbox);
    clock.moveSeconds(60);
    const afterAPause = await me(sandbox);

    expect([goingOn.status, afterAPause.status]).toEqual([429, 200]);
  });

  test("signing in has no limit, and who has no token is told that", async () => {
    const sandbox = await aSandbox({ switches: { rateLimit: "free" } });
    const strangers = await inBatches(151, async () => (await me(sandbox, "x")).status);

    const tokens = await tokensFor(sandbox);

    expect(new Set(strangers)).toEqual(new Set([401]));
    expect(tokens.access_token).toEqual(expect.any(String));
  });
});

/** The answer, or as much of it as there is. */
async function whatIsNoticed(url: string, method: string): Promise<object> {
  const errorSeen = ({ message }: { message: string }) => ({ error: message });
  const answer = await fetch(url, { method }).catch(errorSeen);
  if ("error" in answer) {
    return answer;
  }
  const type = /json|html/.exec(answer.headers.get("content-type") ?? "")?.[0];
  const read = await answer.text().then(bodySeen, errorSeen);
  return { status: answer.status, type, ...read };
}

/** Of a large body the size, and how many records it holds. */
function bodySeen(body: string): object {
  const megabytes = Math.floor(body.length / 1024 ** 2);
  return megabytes < 10 ? { body } : { megabytes, records: JSON.parse(body).data.length };
}

async function inBatches<Result>(calls: number, call: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  while (results.length < calls) {
    const size = Math.min(50, calls - results.length);
    results.push(...(await Promise.all(Array.from({ length: size }, call))));
  }
  return results;
}
