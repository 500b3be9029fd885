import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Router } from "express";
import { createMetricRegistry } from "../../src/metrics/metric-registry.ts";
import { openMetrics } from "../../src/metrics/metrics.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { StoreError } from "../../src/store-error.ts";
import type { Feature } from "../../src/web/feature.ts";
import { page } from "../../src/web/who-may/row.ts";
import { startApp } from "../support/app.ts";
import { aBrowser, type Browser } from "../support/browser.ts";
import { afterThisTest } from "../support/cleanup.ts";
import { aFolder } from "../support/folder.ts";
import { countIn, type ReadMetric, readMetrics } from "../support/metrics.ts";
import { aFreePort, aPortInUse, isFree } from "../support/ports.ts";
import { repository, run, signInAt, startServer, until } from "../support/process.ts";
import { aSandbox } from "../support/sandbox-client.ts";

describe("with METRICS_PORT", () => {
  test("sign-ins, refreshes, calls, requests and the store are counted, by words of ours", async () => {
    const { server, sandbox, read } = await aMeasuredServer();
    const browser = aBrowser();
    sandbox.setSwitches({ expiresIn: 1 });
    await signInAt(server.origin, browser);
    sandbox.setSwitches({ expiresIn: 3600 });
    await until(async () => {
      await readAgain(browser, server.origin);
      return sandbox.secrets.filter(({ kind }) => kind === "access").length > 1;
    });
    await aBrowser().open(`${server.origin}/auth/callback?code=made-up&state=made-up`);
    await declineAt(server.origin);
    await browser.open(`${server.origin}/nowhere/a-strangers-words`);

    const { metrics } = await read();

    expect(countIn(metrics, "app_sign_ins_started_total")).toBe(2);
    expect(countIn(metrics, "app_sign_ins_finished_total", { outcome: "completed" })).toBe(1);
    expect(countIn(metrics, "app_sign_ins_finished_total", { outcome: "declined" })).toBe(1);
    expect(failedKinds(metrics)).toEqual(["sign-in-not-started-here"]);
    expect(countIn(metrics, "app_token_refreshes_total", { outcome: "refreshed" })).toBeGreaterThan(
      0,
    );
    const calls = "app_asana_call_duration_seconds_count";
    expect(
      countIn(metrics, calls, { operation: "GET /workspaces", status: "200" }),
    ).toBeGreaterThan(0);
    expect(
      countIn(metrics, calls, { operation: "POST /-/oauth_token", status: "200" }),
    ).toBeGreaterThan(1);
    const requests = "app_request_duration_seconds_count";
    expect(countIn(metrics, requests, { route: "/profile", status: "200" })).toBeGreaterThan(0);
    expect(countIn(metrics, requests, { route: "none", status: "404" })).toBe(1);
    const store = "app_store_call_duration_seconds_count";
    expect(countIn(metrics, store, { method: "sessions.begin", outcome: "done" })).toBe(1);
    expect(countIn(metrics, store, { outcome: "failed" })).toBe(0);
    expect(countIn(metrics, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
    expect(countIn(metrics, "nodejs_eventloop_delay_seconds_count")).toBeGreaterThan(0);
  });

  test("no name, address, id, path, token or code is told", async () => {
    const { server, sandbox, read } = await aMeasuredServer();
    const browser = aBrowser();
    await signInAt(server.origin, browser);
    await readAgain(browser, server.origin);
    await browser.get(`${server.origin}/auth/login?returnTo=/a-strangers-words`);
    await browser.get(`${server.origin}/a-strangers-words`, {
      "x-request-id": "a-strangers-words",
    });

    const { text, metrics } = await read();

    expect(text).not.toMatch(/\bana\b|everyday|@|strangers|[?]/i);
    for (const { value } of sandbox.secrets) expect(text).not.toContain(value);
    const labels = [...metrics.values()].flatMap(({ samples }) =>
      samples.map((sample) => sample.labels),
    );
    expect(JSON.stringify(labels)).not.toMatch(/\d{6,}/);
  });

  test("failures of Asana are told by their status, those of a refresh by their kind", async () => {
    const { server, sandbox, read } = await aMeasuredServer();
    const browser = aBrowser();
    sandbox.setSwitches({ expiresIn: 1 });
    await signInAt(server.origin, browser);
    sandbox.setSwitches({ fail: { endpoint: "token", kind: 500, times: 1 } });
    const failed = { outcome: "refresh-failed" };
    await until(async () => {
      await readAgain(browser, server.origin);
      return countIn((await read()).metrics, "app_token_refreshes_total", failed) === 1;
    });

    const { metrics } = await read();

    const call = { operation: "POST /-/oauth_token", status: "500" };
    expect(countIn(metrics, "app_asana_call_duration_seconds_count", call)).toBe(1);
  });

  test("sessions are told as the sweep at the start counted them", async () => {
    const { server, port, read } = await aMeasuredServer();
    await signInAt(server.origin, aBrowser());
    server.kill("SIGTERM");
    expect(await server.ended({ seconds: 10 })).toBe(0);
    expect(await isFree(port)).toBe(true);
    expect(await isFree(server.port)).toBe(true);
    await server.again();

    await until(async () => (await read()).metrics.get("app_sessions")?.samples.length === 1);

    expect(countIn((await read()).metrics, "app_sessions")).toBe(1);
  });

  test("the public port has none of it, and their port nothing else", async () => {
    const { server, port } = await aMeasuredServer();

    const [onPublic, elsewhere, posted] = await Promise.all([
      fetch(`${server.origin}/metrics`),
      fetch(`http://127.0.0.1:${port}/`),
      fetch(`http://127.0.0.1:${port}/metrics`, { method: "POST" }),
    ]);

    expect([onPublic.status, elsewhere.status, posted.status]).toEqual([404, 404, 405]);
  });

  test("they answer on this machine alone", async () => {
    const { port } = await aMeasuredServer();
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one?.family === "IPv4" && !one.internal)
      .map((one) => `http://${one?.address}:${port}/metrics`);

    for (const address of [...outside, `http://127.0.0.2:${port}/metrics`]) {
      await expect(fetch(address)).rejects.toThrow("fetch failed");
    }
  });

  test("METRICS_HOST says where else", async () => {
    const { port } = await aMeasuredServer({ METRICS_HOST: "127.0.0.2" });

    expect((await fetch(`http://127.0.0.2:${port}/metrics`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow("fetch failed");
  });

  test.each([
    [
      "in use",
      async () => ({ METRICS_PORT: String(await aPortInUse()) }),
      /^METRICS_PORT \d+ is in use; stop/,
    ],
    [
      "on no address of this machine",
      async () => ({ METRICS_PORT: String(await aFreePort()), METRICS_HOST: "192.0.2.1" }),
      /^METRICS_PORT \d+ on METRICS_HOST 192\.0\.2\.1 cannot be listened on \(EADDRNOTAVAIL\); use/,
    ],
    [
      "on a host that there is not",
      async () => ({ METRICS_PORT: String(await aFreePort()), METRICS_HOST: "nowhere.invalid" }),
      /^METRICS_PORT \d+ on METRICS_HOST nowhere\.invalid cannot be listened on/,
    ],
  ])("a port %s ends the start with one line", async (_, settingsFor, line) => {
    const settings = { ...(await aSandbox()).settings, PORT: String(await aFreePort()) };
    const server = run(join(repository, "dist", "server.js"), {
      ...settings,
      ...(await settingsFor()),
    });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(server.errors().trim().split("\n")).toEqual([expect.stringMatching(line)]);
  });

  test("the app's own port in use is still called PORT", async () => {
    const port = await aPortInUse();
    const metrics = { METRICS_PORT: String(await aFreePort()) };
    const server = run(join(repository, "dist", "server.js"), {
      ...(await aSandbox()).settings,
      ...metrics,
      PORT: String(port),
    });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(server.errors()).toMatch(new RegExp(`^PORT ${port} is in use`));
  });
});

test("the route of a path is that of its row, and of an address at Asana only words are told", async () => {
  const port = await aFreePort();
  const metrics = await openMetrics({ host: "127.0.0.1", port });
  afterThisTest(() => metrics.close());
  const things: Feature = {
    name: "things",
    rows: [page("/things/:gid", "anybody")],
    routes: () => Router().get("/things/:gid", (_request, response) => void response.send("")),
  };
  const { settings } = await aSandbox();
  const app = await startApp({ settings, features: [things], measure: metrics.measure });
  await fetch(`${app.origin}/things/1201000000000042`);
  await fetch(`${app.origin}/things/1201000000000042`, { method: "PROPFIND" });
  metrics.measure({
    of: "asana-call",
    method: "GET",
    url: "http://localhost/api/1.0/users/ana@example.com/tasks/12?opt_fields=name",
    status: undefined,
    durationMs: 1,
  });

  const { metrics: read, text } = await metricsAt(port);

  const requests = "app_request_duration_seconds_count";
  const ofRow = { route: "/things/:gid", method: "GET", status: "200" };
  expect(countIn(read, requests, ofRow)).toBe(1);
  expect(countIn(read, requests, { method: "other", status: "405" })).toBe(1);
  const call = { operation: "GET /users/:gid/tasks/:gid", status: "none" };
  expect(countIn(read, "app_asana_call_duration_seconds_count", call)).toBe(1);
  expect(text).not.toMatch(/1201|ana@|opt_fields/);
});

test("a store's calls are counted by name, those that failed too, and throw what they threw", async () => {
  const port = await aFreePort();
  const metrics = await openMetrics({ host: "127.0.0.1", port });
  afterThisTest(() => metrics.close());
  const nothing = { session: () => undefined, tokens: () => undefined };
  const file = join(aFolder(), "sessions.db");
  const store = metrics.measured(await openSqliteStore({ file, now: Date.now, takeOver: nothing }));
  expect(await store.sessions.get("none")).toBeUndefined();
  expect(await store.sweep()).toEqual({ sessions: 0 });
  await store.close();
  await expect(store.sessions.get("none")).rejects.toThrow(StoreError);

  const { metrics: read } = await metricsAt(port);

  const calls = "app_store_call_duration_seconds_count";
  expect(countIn(read, calls, { method: "sessions.get", outcome: "done" })).toBe(1);
  expect(countIn(read, calls, { method: "sessions.get", outcome: "failed" })).toBe(1);
  expect(countIn(read, calls, { method: "store.sweep", outcome: "done" })).toBe(1);
});

test("two apps in one process count by themselves", async () => {
  const { settings } = await aSandbox();
  const ports = [await aFreePort(), await aFreePort()];
  const [one, two] = await Promise.all(
    ports.map((port) => openMetrics({ host: "127.0.0.1", port })),
  );
  afterThisTest(() => {
    for (const metrics of [one, two]) metrics?.close();
  });
  const [first] = await Promise.all(
    [one, two].map((metrics) =>
      startApp({ settings, ...(metrics && { measure: metrics.measure }) }),
    ),
  );
  await signInAt(first?.origin ?? "", aBrowser());

  const counts = await Promise.all(
    ports.map(async (port) =>
      countIn((await metricsAt(port)).metrics, "app_sign_ins_started_total"),
    ),
  );

  expect(counts).toEqual([1, 0]);
});

test("label values and help are escaped", () => {
  const { counter, text } = createMetricRegistry();
  counter("a_total", "a\\b\nc").add(1, { of: 'a"b\\c\nd' });

  expect(text()).toBe(
    '# HELP a_total a\\\\b\\nc\n# TYPE a_total counter\na_total{of="a\\"b\\\\c\\nd"} 1\n',
  );
  expect(readMetrics(text()).get("a_total")?.samples).toHaveLength(1);
});

test("a value on the bound of a bucket is in it, one above all is in the last", () => {
  const { histogram, text } = createMetricRegistry();
  const spread = histogram("a_seconds", "a", [0.1, 1]);
  for (const value of [0.1, 0.2, 5]) spread.record(value);

  expect(text().split("\n").slice(2, 7)).toEqual([
    'a_seconds_bucket{le="0.1"} 1',
    'a_seconds_bucket{le="1"} 2',
    'a_seconds_bucket{le="+Inf"} 3',
    "a_seconds_sum 5.3",
    "a_seconds_count 3",
  ]);
});

/** The production entry at a sandbox of its own, with metrics. */
async function aMeasuredServer(more: Readonly<Record<string, string>> = {}) {
  const sandbox = await aSandbox();
  const port = await aFreePort();
  const settings = { ...sandbox.settings, METRICS_PORT: String(port), ...more };
  const server = await startServer(settings);
  const again = () => startServer({ ...settings, PORT: String(server.port) }, server);
  return { server: { ...server, again }, sandbox, port, read: () => metricsAt(port) };
}

async function metricsAt(port: number) {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  return { text, metrics: readMetrics(text) };
}

/** Has the profile ask Asana. */
async function readAgain(browser: Browser, origin: string): Promise<void> {
  await browser.press(await browser.open(`${origin}/profile`), "Read again");
}

async function declineAt(origin: string): Promise<void> {
  const browser = aBrowser();
  const people = await browser.open(`${origin}/auth/login`);
  const chosen = await browser.press(people, "Ben Solo");
  const consent = await browser.open(new URL(chosen.headers.location ?? "", people.url).href);
  await browser.open((await browser.press(consent, "Deny")).headers.location ?? "");
}

function failedKinds(metrics: ReadonlyMap<string, ReadMetric>): readonly (string | undefined)[] {
  return (metrics.get("app_sign_ins_failed_total")?.samples ?? []).map(({ labels }) => labels.kind);
}
