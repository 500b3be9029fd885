import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import {
  type AsanaClient,
  type Credential,
  createAsanaClient,
  fixedToken,
} from "../../src/asana/client.ts";
import { endOf, failureOf } from "../support/failure.ts";
import { createTask, deleteTask, readTask, renameTask } from "../support/operations.ts";
import { until } from "../support/process.ts";
import { requestsTo } from "../support/requests.ts";
import { aSandbox, refresh, tokensFor } from "../support/sandbox-client.ts";

const summary = "1201000000000431";
const organization = "1201000000000101";

const methods = {
  GET: (asana: AsanaClient) => readTask(asana, summary),
  POST: (asana: AsanaClient) => createTask(asana, { workspace: organization, name: "New" }),
  PUT: (asana: AsanaClient) => renameTask(asana, summary, "Changed"),
  DELETE: (asana: AsanaClient) => deleteTask(asana, summary),
};

const allMethods = ["GET", "POST", "PUT", "DELETE"] as const;

const fault = (kind: Exclude<Switches["fail"], "off">["kind"], times: number) =>
  ({ fail: { endpoint: "rest", kind, times } }) as const;

type Method = keyof typeof methods;
/** How many requests a method makes, and how that ends. */
type Outcomes = Readonly<Record<Method, readonly [number, string]>>;

/** What fails once. */
const once: [string, Partial<Switches>, Outcomes][] = [
  ["a 500", fault(500, 1), onlyGetRepeats("failed")],
  ["a 502 of HTML", fault("502html", 1), onlyGetRepeats("failed")],
  ["a connection that breaks", fault("reset", 1), onlyGetRepeats("unreachable")],
  ["JSON that ends in the middle", fault("cut-off", 1), nothingRepeats("unreadable")],
  ["a page of HTML", fault("html", 1), nothingRepeats("unreadable")],
  ["a 429 with a short wait", { force429: 1, retryAfterSeconds: 0 }, everythingRepeats()],
  ["a 429 with a long wait", { force429: 1, retryAfterSeconds: 4 }, nothingRepeats("rate-limited")],
  ["a 429 without a wait", { force429: 1, retryAfter: "absent" }, nothingRepeats("rate-limited")],
];

describe.each(once)("after %s", (_name, switches, outcomes) => {
  test.each(allMethods)("%s is tried as often as is safe", async (method) => {
    const { asana, asked } = await aClient(switches);
    const [requests, ending] = outcomes[method];

    const end = await endOf(methods[method](asana));

    expect([asked.restCalls(), end]).toEqual([requests, ending]);
  });
});

/** What fails for good: there is one repeat at most. */
const forGood: [string, Partial<Switches>, string][] = [
  ["500", fault(500, 9), "failed"],
  ["broken connections", fault("reset", 9), "unreachable"],
  ["429 with a short wait", { force429: 9, retryAfterSeconds: 0 }, "rate-limited"],
  ["a 429 and then 500", { ...fault(500, 9), force429: 9, retryAfterSeconds: 0 }, "failed"],
];

test.each(forGood)("a GET that meets nothing but %s is repeated once", async (...row) => {
  const [, switches, ending] = row;
  const { asana, asked } = await aClient(switches);

  const end = await endOf(readTask(asana, summary));

  expect([asked.restCalls(), end]).toEqual([2, ending]);
});

describe("Retry-After", () => {
  test("is waited for when it is short", async () => {
    const { asana } = await aClient({ force429: 1, retryAfterSeconds: 1 });

    const start = performance.now();
    await renameTask(asana, summary, "After a second");

    expect(performance.now() - start).toBeGreaterThan(950);
  });

  test.each([
    ["seconds", 40, 40_000],
    ["date", 40, 40_000],
    ["absent", 40, 60_000],
    ["seconds", 86_400, 15 * 60_000],
  ] as const)("in the form of %s (%d) is told when it is long", async (...row) => {
    const [retryAfter, retryAfterSeconds, told] = row;
    const { asana } = await aClient({ force429: 1, retryAfter, retryAfterSeconds });

    const { retryAfterMs = 0 } = await failureOf(readTask(asana, summary));

    expect(Math.abs(retryAfterMs - told)).toBeLessThan(2_000); // dates have whole seconds
  });
});

describe("a 401", () => {
  test("is tried once more with a renewed token, whatever the method", async () => {
    const { sandbox, asked } = await aClient();
    const tokens = await tokensFor(sandbox);
    const renewals: string[] = [];
    const credential: Credential = {
      accessToken: async () => String(tokens.access_token),
      async renewedToken(refused) {
        renewals.push(refused);
        return String((await refresh(sandbox, tokens.refresh_token)).body.access_token);
      },
    };
    sandbox.setSwitches({ expireTokens: "now" });

    const asana = createAsanaClient({ baseUrl: sandbox.issuer, credential });
    const { data } = await createTask(asana, {
      workspace: organization,
      name: "With the new token",
    });

    expect(data.name).toBe("With the new token");
    expect(renewals).toEqual([tokens.access_token]);
    expect(asked.restCalls()).toBe(2);
  });

  test("after that is the end, never a loop", async () => {
    const { sandbox, asked } = await aClient();
    let renewals = 0;
    const credential: Credential = {
      accessToken: async () => "refused",
      async renewedToken() {
        renewals += 1;
        return `refused as well: ${renewals}`;
      },
    };

    const asana = createAsanaClient({ baseUrl: sandbox.issuer, credential });

    expect(await endOf(readTask(asana, summary))).toBe("unauthorized");
    expect([renewals, asked.restCalls()]).toEqual([1, 2]);
  });

  test("without another token is the end at once", async () => {
    const { sandbox, asked } = await aClient();
    const credential = {
      accessToken: async () => "refused",
      renewedToken: async () => undefined,
    };

    const asana = createAsanaClient({ baseUrl: sandbox.issuer, credential });

    expect(await endOf(readTask(asana, summary))).toBe("unauthorized");
    expect(asked.restCalls()).toBe(1);
  });

  test("what the credential throws reaches whoever made the call", async () => {
    const { sandbox } = await aClient();
    const noToken = new Error("there is no token");
    const credential = { accessToken: () => Promise.reject(noToken) };

    const call = readTask(createAsanaClient({ baseUrl: sandbox.issuer, credential }), summary);

    await expect(call).rejects.toBe(noToken);
  });
});

describe("time", () => {
  test.each(allMethods)("of a %s call ends at its limit", async (method) => {
    const { asana, asked } = await aClient(slow, { callLimitMs: 500 });

    const start = performance.now();
    const end = await endOf(methods[method](asana));

    expect([end, asked.restCalls()]).toEqual(["slow", 1]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("of a page ends the call that is under way", async () => {
    const page = new AbortController();
    const { asana, asked } = await aClient(slow, { signal: page.signal });

    const start = performance.now();
    const end = endOf(readTask(asana, summary));
    await until(() => asked.restCalls() === 1);
    page.abort();

    expect([await end, asked.restCalls()]).toEqual(["slow", 1]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("of a page ends the wait for a rate limit as well", async () => {
    const page = new AbortController();
    const limited = { force429: 1, retryAfterSeconds: 3 };
    const { asana, asked } = await aClient(limited, { signal: page.signal });

    const start = performance.now();
    const end = endOf(readTask(asana, summary));
    await until(() => asked.restCalls() === 1);
    page.abort();

    expect(["slow", "rate-limited"]).toContain(await end);
    expect(performance.now() - start).toBeLessThan(2_900);
    expect(asked.restCalls()).toBe(1);
  });

  test("of a page that is over sends nothing", async () => {
    const { asana, asked } = await aClient({}, { signal: AbortSignal.abort() });

    const end = await endOf(renameTask(asana, summary, "Too late"));

    expect([end, asked.restCalls()]).toEqual(["slow", 0]);
  });
});

const slow: Partial<Switches> = { slow: { endpoint: "rest", ms: 10_000 } };

function onlyGetRepeats(kind: string): Outcomes {
  return { GET: [2, "done"], POST: [1, kind], PUT: [1, kind], DELETE: [1, kind] };
}

function nothingRepeats(kind: string): Outcomes {
  return { GET: [1, kind], POST: [1, kind], PUT: [1, kind], DELETE: [1, kind] };
}

function everythingRepeats(): Outcomes {
  return { GET: [2, "done"], POST: [2, "done"], PUT: [2, "done"], DELETE: [2, "done"] };
}

async function aClient(
  switches: Partial<Switches> = {},
  options: Partial<Parameters<typeof createAsanaClient>[0]> = {},
) {
  const sandbox = await aSandbox({ switches });
  const credential = fixedToken(sandbox.settings.ASANA_PAT);
  const asana = createAsanaClient({ baseUrl: sandbox.issuer, credential, ...options });
  return { sandbox, asana, asked: requestsTo(sandbox) };
}
