import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Express } from "express";
import { createApp } from "./app.ts";
import { createProvider } from "./auth/provider.ts";
import { type Background, createBackground } from "./background.ts";
import { type Config, loadConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { describeError } from "./error-description.ts";
import { features } from "./features.ts";
import { createLog, type Log } from "./log.ts";
import { StoreError } from "./sessions/database.ts";
import { readOrMakeSecret } from "./sessions/session-secret.ts";
import { openSessions, type Sessions } from "./sessions/sessions.ts";

let environment: Environment = {};
try {
  environment = readEnvironment(process.env);
  await start(environment);
} catch (error) {
  for (const problem of problemsOf(error, environment)) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

/** Settings, dependencies, port; and back in reverse order when the process is told to end. */
async function start(environment: Environment): Promise<void> {
  const config = loadConfig(environment, features);
  const log = createLog(config);
  const now = Date.now;
  const sessions = openSessions({
    databaseFile: config.sessions.databaseFile,
    secrets: config.sessions.secrets ?? [readOrMakeSecret()],
    now,
  });
  const provider = createProvider({ config: config.asana, log, now });
  const background = createBackground();
  let isDraining = false;
  const app = createApp(
    {
      config,
      log,
      sessions,
      provider,
      background,
      now,
      pageTimeMs: 13_000,
      isDraining: () => isDraining,
    },
    features,
  );

  const server = await listen(app, config);
  void provider.check();
  const chores = [
    setInterval(() => provider.status().wasDiscovered || void provider.check(), 1_000),
    setInterval(() => sweep(sessions, log), 10 * 60_000),
  ];

  const end = async (signal: NodeJS.Signals) => {
    if (isDraining) return;
    isDraining = true;
    chores.forEach(clearInterval);
    await drain(server, { background, signal });
    closeSessions(sessions, log);
    log.info({ signal }, "server.stopped");
    process.exit(0); // a call to Asana that was cut off would keep the process for seconds
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  announce(config, log);
}

async function listen(app: Express, { listen: { host, port } }: Config): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app);
  server.listen({ port, ...(host && { host }) });
  await once(server, "listening");
  return server;
}

/** Tells where the app is and what to register at Asana: as text to a person, else as a log line. */
function announce({ isProduction, baseUrl, redirectUri, asana }: Config, log: Log): void {
  if (isProduction) {
    log.info({ address: baseUrl, redirectUri, issuer: asana.issuer }, "server.started");
    return;
  }
  const provider = asana.sandboxAddress
    ? `${asana.sandboxAddress} (the sandbox, not Asana)`
    : asana.issuer;
  process.stdout.write(
    [
      "",
      `  Open this            ${baseUrl}`,
      `  Signs people in at   ${provider}`,
      `  Redirect URI         ${redirectUri}`,
      "",
      "",
    ].join("\n"),
  );
}

function sweep(sessions: Sessions, log: Log): void {
  try {
    sessions.sweep();
  } catch (error) {
    log.warn(describeError(error), "sessions.sweep-failed"); // the next sweep tries again
  }
}

function closeSessions(sessions: Sessions, log: Log): void {
  try {
    sessions.close();
  } catch (error) {
    log.warn(describeError(error), "sessions.close-failed"); // the log is written back at the start
  }
}

/**
 * Stops accepting, lets requests finish, and what goes on behind them, and closes. Somebody at a
 * terminal waits less long than a page may take; whoever deploys gives the process 15 seconds.
 */
async function drain(
  server: Server,
  { background, signal }: { background: Background; signal: NodeJS.Signals },
): Promise<void> {
  const limitMs = signal === "SIGINT" ? 3_000 : 14_000;
  const over = setTimeout(limitMs).then(() => server.closeAllConnections());
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  // Those that were busy: browsers and proxies keep them for the next request.
  const idling = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearInterval(idling);
  await Promise.race([background.idle(), over]);
}

/** What keeps the app from starting, a line for each problem. */
function problemsOf(error: unknown, environment: Environment): readonly string[] {
  if (error instanceof ConfigError) return error.problems;
  if (error instanceof StoreError) {
    return [
      `SESSION_DB (${environment.SESSION_DB ?? "data/sessions.db"}) cannot be used: ${causeOf(error)}; use a file of this app in a folder that it may write to`,
    ];
  }
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === "listen" || syscall === "getaddrinfo") {
    const port = environment.PORT ?? "3000";
    return code === "EADDRINUSE"
      ? [`PORT ${port} is in use; stop what uses it, or set PORT to another`]
      : [
          `PORT ${port} on HOST ${environment.HOST ?? "*"} cannot be listened on (${code}); use an address of this machine, or none for all`,
        ];
  }
  if (code && path) {
    return [
      `SESSION_SECRET is not set and ${path} cannot be written (${code}); set SESSION_SECRET`,
    ];
  }
  throw error;
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : String(cause);
}
