import { once } from "node:events";
import { get } from "node:http";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { aBrowser, type Browser } from "../support/browser.ts";
import { aConnection } from "../support/connection.ts";
import { isFree } from "../support/ports.ts";
import { allowAt, type RunningServer, startServer, until } from "../support/process.ts";
import { aSandbox } from "../support/sandbox-client.ts";

/** An issuer that nobody answers for. */
const nowhere = {
  ASANA_CLIENT_ID: "1200000000000001",
  ASANA_CLIENT_SECRET: "the client secret",
  ASANA_ISSUER: "http://localhost:9/api/1.0",
};

test("after SIGTERM the app is not ready at once, takes connections for two seconds, then none", async () => {
  const sandbox = await aSandbox();
  const server = await startServer(sandbox.settings);
  const browser = aBrowser();
  const statusOf = async (path: string) => (await browser.get(`${server.origin}${path}`)).status;
  await until(async () => (await statusOf("/readyz")) === 200);

  const sinceSignal = endBy("SIGTERM", server);
  await until(async () => (await statusOf("/readyz")) === 503);
  const unreadyAfterMs = sinceSignal();
  const page = await statusOf("/");
  await until(() => isFree(server.port));
  const listenedForMs = sinceSignal();

  expect(unreadyAfterMs).toBeLessThan(500);
  expect(page).toBe(200);
  expect(listenedForMs).toBeGreaterThan(1_900);
  expect(listenedForMs).toBeLessThan(3_000);
  expect(await server.ended()).toBe(0);
});

test("a connection that was idle at SIGTERM ends with its next answer, or when none are taken any more", async () => {
  const server = await startServer(nowhere);
  const [used, unused] = [await aConnection(server.port), await aConnection(server.port)];
  const before = [await used.ask("/healthz"), await unused.ask("/healthz")];

  const sinceSignal = endBy("SIGTERM", server);
  await until(async () => (await headOf(server, "/readyz")).includes("Connection: close"));
  const wereOpen = [used.isOpen(), unused.isOpen()];
  const answer = await used.ask("/healthz");
  await until(() => !used.isOpen());
  const usedClosedMs = sinceSignal();
  await until(() => !unused.isOpen());

  for (const head of before) expect(head).toContain("Connection: keep-alive");
  expect(wereOpen).toEqual([true, true]);
  expect(answer).toMatch(/^HTTP\/1.1 200 .*Connection: close/s);
  expect(usedClosedMs).toBeLessThan(1_500);
  expect(sinceSignal()).toBeGreaterThan(1_900);
  expect(await server.ended()).toBe(0);
});

test("the answer to a request that was under way at SIGTERM ends its connection", async () => {
  const sandbox = await aSandbox();
  const server = await startServer(sandbox.settings);
  const cookie = await signedInAt(server);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 1_000 } });
  const calls = sandbox.requests.length;
  const connection = await aConnection(server.port);
  const underWay = connection.ask("/profile", { Cookie: cookie });
  await until(() => sandbox.requests.length > calls);

  endBy("SIGTERM", server);

  expect(await underWay).toMatch(/^HTTP\/1.1 200 .*Connection: close/s);
  expect(await server.ended()).toBe(0);
});

test("connections that waited while the app was busy are answered before it stops listening", async () => {
  const server = await startServer({ ...nowhere, ...busyAfter("SIGUSR2") });
  server.kill("SIGUSR2");
  await until(() => server.output().includes("busy"));

  const answers = Array.from({ length: 20 }, () => outcomeOf(`${server.origin}/healthz`));
  server.kill("SIGINT");

  expect(await Promise.all(answers)).toEqual(Array(20).fill(200));
  expect(await server.ended()).toBe(0);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "a connection that a browser opened in advance does not keep the app from ending after %s",
  async (signal) => {
    const server = await startServer(nowhere);
    const connection = await aConnection(server.port);
    await connection.ask("/healthz");
    await aConnection(server.port);

    const sinceSignal = endBy(signal, server);

    expect(await server.ended()).toBe(0);
    expect(sinceSignal()).toBeLessThan(signal === "SIGINT" ? 2_000 : 4_000);
  },
);

test("a sign-in that waits for Asana is answered before the cut, whether it began before or after SIGTERM; what never ends is cut within ten seconds", async () => {
  const sandbox = await aSandbox({ switches: { consent: "always" } });
  const server = await startServer(sandbox.settings);
  const [early, late] = [aBrowser(), aBrowser()];
  const callbacks = [await allowAt(server.origin, early), await allowAt(server.origin, late)];
  sandbox.setSwitches({
    slow: { endpoint: "token", ms: 4_000 },
    fail: { endpoint: "userinfo", kind: "slow", times: 2 },
  });
  const answerTo = (browser: Browser, url = "") =>
    browser.get(url).then(
      ({ headers }) => headers.location,
      () => "cut off",
    );
  const endless = await aConnection(server.port);
  endless.write("POST /auth/logout HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
  const before = answerTo(early, callbacks[0]);
  await until(() => sandbox.requests.some(({ path }) => path === "/-/oauth_token"));

  const sinceSignal = endBy("SIGTERM", server);
  await setTimeout(1_500);
  const after = answerTo(late, callbacks[1]);
  const pages = [await before, await after];
  const answeredMs = sinceSignal();

  expect(pages).toEqual(Array(2).fill(expect.stringContaining("provider-slow")));
  expect(answeredMs).toBeLessThan(8_700);
  expect(endless.isOpen()).toBe(true);
  expect(await server.ended()).toBe(0);
  expect(sinceSignal()).toBeLessThan(10_000);
  expect(server.errors()).toBe("");
});

test.each([
  [{}, 65],
  [{ KEEP_ALIVE_SECONDS: "1" }, 1],
])("with %o an idle connection stays open for %d s", async (settings, seconds) => {
  const server = await startServer({ ...nowhere, ...settings });
  const connection = await aConnection(server.port);

  const answer = await connection.ask("/healthz");

  expect(answer).toContain(`Keep-Alive: timeout=${seconds}`);
  if (seconds === 1) await until(() => !connection.isOpen());
});

/** Sends the signal; tells how many milliseconds have passed since. */
function endBy(signal: NodeJS.Signals, server: RunningServer): () => number {
  server.kill(signal);
  const sentAt = performance.now();
  return () => performance.now() - sentAt;
}

/** The setting that has a process do nothing else for half a second when it gets a signal. */
function busyAfter(signal: NodeJS.Signals) {
  const module = `process.once("${signal}", () => {
    fs.writeSync(1, "busy");
    for (const end = performance.now() + 500; performance.now() < end; );
  });`;
  const code = `import fs from "node:fs"; ${module}`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}

/** Asks on a connection of its own: the status, or what became of the connection. */
async function outcomeOf(url: string): Promise<number | string> {
  try {
    const [answer] = await once(get(url, { agent: false }), "response");
    answer.resume();
    return answer.statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "";
  }
}

async function headOf({ port }: RunningServer, path: string): Promise<string> {
  return (await aConnection(port)).ask(path);
}

/** The cookies of a browser that has signed in; its first personal page will ask Asana. */
async function signedInAt(server: RunningServer): Promise<string> {
  const browser = aBrowser();
  await browser.get(await allowAt(server.origin, browser));
  return Object.entries(browser.cookies())
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}
