import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { afterThisTest } from "../support/cleanup.ts";
import { aFreePort } from "../support/ports.ts";
import { repository, until } from "../support/process.ts";
import { anNginx } from "../support/proxies.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { allScopes, aSandbox } from "../support/sandbox-client.ts";
import { type AppProcess, startProcess } from "./app-process.ts";
import { type Exchange, type Exchanges, recordExchanges, tableOf } from "./exchanges.ts";
import { Visitor } from "./visitor.ts";

const seconds = Number(process.env.LOAD_SECONDS || 120);
const visitorCount = 24;
/** So short that each session refreshes its tokens many times. */
const tokenSeconds = 5;
const undisturbedMs = 1_000;

/** When something was down, and everything that failed meanwhile may have failed for it. */
interface Outage {
  /** The port of a process, or Redis. */
  readonly of: number | "Redis";
  readonly from: number;
  readonly to: number;
}

test(`${seconds} s of load, in which both processes and Redis are restarted and killed, cost nobody a session, a write or a page of their own`, async () => {
  const busy = await aBusyApp();
  const { exchanges, visitors, sandbox } = busy;
  const outages: Outage[] = [];
  let isOver = false;
  const visits = Promise.all(
    visitors.map((visitor, index) => visitor.stayUntil(() => isOver, index)),
  );
  visits.catch(() => undefined); // awaited below, and the test may fail before

  const endsAt = exchanges.clock() + seconds * 1_000;
  let roundMs = 0;
  while (exchanges.clock() + roundMs < endsAt) {
    const begunAt = exchanges.clock();
    sandbox.setSwitches({ refresh: "rotate" });
    await undisturbed(busy, undisturbedMs);
    await restartInTurn(busy);
    // As Asana does: a new refresh token is lost with the process that has just received it.
    sandbox.setSwitches({ refresh: "keep" });
    await undisturbed(busy, undisturbedMs);
    outages.push(...(await killInTurn(busy)), await restartRedis(busy));
    roundMs = exchanges.clock() - begunAt;
  }
  await undisturbed(busy, Math.max(0, endsAt - exchanges.clock()));
  isOver = true;
  await visits;
  exchanges.begin("looking back");
  await Promise.all(visitors.map((visitor) => visitor.lookBack()));

  const { refreshes, refreshesAtMost } = report(busy, outages);
  const faults = exchanges.all.filter(({ fault }) => fault);
  expect(faults.filter((exchange) => !outages.some(explains(exchange)))).toEqual([]);
  expect(refreshes).toBeGreaterThan(0);
  expect(refreshes).toBeLessThanOrEqual(refreshesAtMost);
  expect(sum(visitors.map((visitor) => visitor.confirmedComments()))).toBeGreaterThan(visitorCount);
});

type BusyApp = Awaited<ReturnType<typeof aBusyApp>>;

/** Two processes on Redis behind nginx, and visitors who have signed in. */
async function aBusyApp() {
  const redis = await aRedisServer(["--appendonly", "yes", "--appendfsync", "everysec"]);
  const sandbox = await aSandbox({ switches: { expiresIn: tokenSeconds } });
  const ports = [await aFreePort(), await aFreePort()];
  const proxyPort = await aFreePort();
  const origin = `https://localhost:${proxyPort}`;
  const { ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN, ...asana } = sandbox.settings;
  const settings = {
    ...asana,
    ASANA_SCOPES: allScopes,
    NODE_ENV: "production",
    BASE_URL: origin,
    HOST: "127.0.0.1",
    TRUST_PROXY: "1",
    REDIS_URL: redis.url,
    SESSION_SECRET: "a secret for tests that is long enough",
  };
  const processes = await Promise.all(ports.map((port) => startProcess(settings, port)));
  await anNginx(proxyPort, upstreamTo(ports));
  const exchanges = recordExchanges();
  exchanges.begin("arriving");
  const csrfTokens = new Set<string>();
  const end = new AbortController();
  afterThisTest(() => end.abort());
  const visitors = Array.from({ length: visitorCount }, (_, index) => {
    const person = index % sandbox.people.length;
    const name = `visitor ${index + 1}`;
    const { signal } = end;
    return new Visitor({ origin, sandbox, exchanges, person, name, csrfTokens, signal });
  });
  await Promise.all(visitors.map((visitor) => visitor.arrive()));
  return { redis, sandbox, processes, exchanges, visitors };
}

/** As `deploy` says, for two processes; each answer names those that were asked. */
function upstreamTo(ports: readonly number[]): string {
  const file = readFileSync(join(repository, "deploy", "nginx-upstream.conf"), "utf8");
  const line = /^ *server 127\.0\.0\.1:3000 .*;$/m.exec(file)?.[0] ?? "";
  const lines = ports.map((port) => line.replace("3000", String(port)));
  return `${file.replace(line, lines.join("\n"))}\nadd_header X-Upstream $upstream_addr always;`;
}

async function undisturbed({ exchanges }: BusyApp, ms: number): Promise<void> {
  exchanges.begin("undisturbed");
  await setTimeout(ms);
}

/** The next one only when the one before is ready, and nginx asks it again. */
async function restartInTurn({ exchanges, processes }: BusyApp): Promise<void> {
  exchanges.begin("rolling restart");
  for (const process of processes) {
    await process.end("SIGTERM");
    await startAgain(process, exchanges);
  }
}

async function killInTurn({ exchanges, processes }: BusyApp): Promise<readonly Outage[]> {
  exchanges.begin("kill -9");
  const outages: Outage[] = [];
  for (const process of processes) {
    const from = exchanges.clock();
    await process.end("SIGKILL");
    outages.push({ of: process.port, from, to: exchanges.clock() });
    await startAgain(process, exchanges);
  }
  return outages;
}

/** nginx leaves a process alone for some seconds that has refused a connection. */
async function startAgain(process: AppProcess, exchanges: Exchanges): Promise<void> {
  await process.start();
  const at = exchanges.clock();
  const isItsOwn = ({ begunAt, upstream }: Exchange) =>
    begunAt > at && upstream.endsWith(`:${process.port}`);
  await until(() => exchanges.all.some(isItsOwn), { seconds: 10 });
}

async function restartRedis({ exchanges, redis }: BusyApp): Promise<Outage> {
  exchanges.begin("Redis restart");
  const from = exchanges.clock();
  await redis.stop();
  await setTimeout(1_000);
  await redis.start();
  const to = exchanges.clock();
  await setTimeout(graceMs + undisturbedMs);
  return { of: "Redis", from, to };
}

/** The app may need that long to find Redis again. */
const graceMs = 2_000;

/** Whether an outage explains a fault: the request was under way in it. Nothing explains a mix-up. */
function explains({ fault, status, upstream, begunAt, endedAt }: Exchange) {
  return ({ of, from, to }: Outage): boolean => {
    if (fault !== "failed" || endedAt < from) return false;
    if (of !== "Redis") return begunAt < to && upstream.includes(`:${of}`);
    // A page without the session, the address of an error page, and that page.
    return begunAt < to + graceMs && [200, 303, 503].includes(Number(status));
  };
}

function report({ exchanges, visitors, processes }: BusyApp, outages: readonly Outage[]) {
  const logs = processes.map((process) => process.log()).join("");
  const count = (event: string) => logs.split(`"event":"${event}"`).length - 1;
  const refreshes = count("token.refreshed");
  const refreshesAtMost = sum(visitors.map((one) => one.refreshes(0.9 * tokenSeconds * 1_000)));
  const failures = exchanges.all.filter(({ fault }) => fault === "failed");
  const afterRedis = outages
    .filter(({ of }) => of === "Redis")
    .map(({ from, to }) => {
      const those = failures.filter(({ begunAt }) => begunAt > from && begunAt < to + 10_000);
      return Math.round(Math.max(0, ...those.map(({ begunAt }) => begunAt - to)));
    });
  const lines = [
    tableOf(exchanges.all),
    `${sum(visitors.map((one) => one.sessions()))} sessions, of which ${sum(visitors.map((one) => one.endedSessions()))} were signed out`,
    `${sum(visitors.map((one) => one.confirmedComments()))} comments confirmed`,
    `${refreshes} refreshes, of ${refreshesAtMost} at most; ${count("token.refresh-failed")} failed`,
    `after its return Redis was missing for ${afterRedis.join(", ")} ms`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return { refreshes, refreshesAtMost };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
