import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Express } from "express";
import { createApp } from "../../src/app.ts";
import { createProvider } from "../../src/auth/provider.ts";
import { createBackground } from "../../src/background.ts";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openSessions, type Sessions } from "../../src/sessions/sessions.ts";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";

export interface RunningApp {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly express: Express;
  readonly databaseFile: string;
  readonly sessions: Sessions;
  /** Everything logged so far. */
  log(): string;
  /** From now on no page can be rendered. */
  breakViews(): void;
  stop(): Promise<void>;
}

export interface AppOptions {
  /** Settings as in the environment: a sandbox's, and what the test is about. */
  readonly settings: Readonly<Record<string, string>>;
  readonly databaseFile?: string;
  readonly now?: () => number;
  readonly pageTimeMs?: number;
}

/** The real app on a port of its own, with a database of its own, stopped after the test. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const databaseFile = options.databaseFile ?? join(aFolder(), "sessions.db");
  const now = options.now ?? Date.now;
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const config = loadConfig({
    SESSION_SECRET: "a secret for tests that is long enough",
    ...options.settings,
    PORT: String(port),
  });
  let logged = "";
  const log = createLog(
    { isProduction: true, logLevel: "trace" },
    {
      write: (line) => {
        logged += line;
      },
    },
  );
  const sessions = openSessions({
    databaseFile,
    secrets: config.sessions.secrets ?? [],
    now,
  });
  const provider = createProvider({ config: config.asana, log, now });
  const app = createApp({
    config,
    log,
    sessions,
    provider,
    background: createBackground(),
    now,
    pageTimeMs: options.pageTimeMs ?? 13_000,
    isDraining: () => false,
  });
  server.on("request", app);

  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
    sessions.close();
  };
  afterThisTest(stop);
  return {
    origin: `http://localhost:${port}`,
    express: app,
    databaseFile,
    sessions,
    log: () => logged,
    breakViews: () => app.set("views", ["/nowhere"]),
    stop,
  };
}
