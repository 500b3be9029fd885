import { once } from "node:events";
import { createServer } from "node:http";
import { createApp } from "./app.ts";
import { createProvider } from "./auth/provider.ts";
import { loadConfig } from "./config.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { features } from "./features.ts";
import { createLog } from "./log.ts";
import { measureNothing } from "./measurement.ts";
import { openMetrics } from "./metrics/metrics.ts"; // metrics
import { announce } from "./process/announcement.ts";
import { createBackground } from "./process/background.ts";
import { createDraining, drain, watchConnections } from "./process/draining.ts";
import { problemsOf } from "./process/start-problems.ts";
import { closeStore, sweepAtStart, sweepStore } from "./process/store-chores.ts";
import { readOrMakeSecret } from "./sessions/session-secret.ts";
import { openSessions } from "./sessions/sessions.ts";
import { createTakeOver } from "./sessions/version-3.ts";
import { openStore } from "./store/open-store.ts";

let environment: Environment = {};
try {
  environment = readEnvironment(process.env);
  await start(environment);
} catch (error) {
  for (const problem of problemsOf(error, environment)) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

/** Settings, dependencies, port; and back in reverse order when a signal ends the process. */
async function start(environment: Environment): Promise<void> {
  const config = loadConfig(environment, features);
  const log = createLog(config);
  const now = Date.now;
  const secrets = config.sessions.secrets ?? [readOrMakeSecret()];
  const metrics = config.metrics && (await openMetrics(config.metrics)); // metrics
  const measure =
    metrics?.measure ?? // metrics
    measureNothing;
  const opened = await openStore({
    config: config.sessions,
    takeOver: createTakeOver(secrets, now),
    now,
    onProblem: (problem) => log.warn({ problem }, "store.away"),
    onBack: () => log.info("store.back"),
  });
  const store =
    metrics?.measured(opened) ?? // metrics
    opened;
  const sessions = openSessions({ store, secrets, now, log });
  const provider = createProvider({ config: config.asana, log, now, measure });
  const background = createBackground();
  const { begin, isDraining, pageTimeMs } = createDraining();
  const parts = { config, log, measure, sessions, provider, background, now };
  const app = createApp({ ...parts, isDraining, pageTimeMs }, features);
  const { keepAliveMs: keepAliveTimeout } = config;
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout };
  const server = createServer(limits, app);
  const connections = watchConnections(server);
  server.listen(config.listen);
  await once(server, "listening");

  void provider.check();
  void sweepAtStart(sessions, log);
  const chores = [
    setInterval(() => provider.status().wasDiscovered || void provider.check(), 1_000),
    setInterval(() => void sweepStore(sessions, log), 10 * 60_000),
  ];
  const end = async (signal: NodeJS.Signals) => {
    if (isDraining()) return;
    begin();
    chores.forEach(clearInterval);
    await drain(server, { connections, background, signal });
    await closeStore(sessions, log);
    metrics?.close(); // metrics
    log.info({ signal }, "server.stopped");
    process.exit(0); // a call to Asana that was cut off would keep the process for seconds
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  announce(config, log);
}
