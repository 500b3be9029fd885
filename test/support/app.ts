import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Express } from "express";
import { createApp } from "../../src/app.ts";
import { createProvider } from "../../src/auth/provider.ts";
import { loadConfig } from "../../src/config.ts";
import { features } from "../../src/features.ts";
import { createLog } from "../../src/log.ts";
import { type Measure, measureNothing } from "../../src/measurement.ts";
import { createBackground } from "../../src/process/background.ts";
import { openSessions, type Sessions } from "../../src/sessions/sessions.ts";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { corePages } from "../../src/web/core-pages.ts";
import type { Surroundings } from "../../src/web/dependencies.ts";
import type { Feature } from "../../src/web/feature.ts";
import type { Row } from "../../src/web/who-may/row.ts";
import { afterThisTest } from "./cleanup.ts";
import { probe } from "./probe.ts";
import { aStorePlace, openPlace, type StorePlace } from "./store-place.ts";

export interface RunningApp {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly express: Express;
  /** Who may open what: the core's rows and the features'. */
  readonly rows: readonly Row[];
  readonly place: StorePlace;
  readonly store: SharedStore;
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
  readonly place?: StorePlace;
  readonly now?: () => number;
  readonly pageTimeMs?: number;
  /** How long a refresh may take before another takes it over. */
  readonly leaseMs?: number;
  readonly measure?: Measure;
  /** Beside those of the app. */
  readonly features?: readonly Feature[];
}

/** The real app on a port of its own, with a database of its own, stopped after the test. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const place = options.place ?? (await aStorePlace());
  const { now = Date.now, measure = measureNothing } = options;
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const all = [...features, probe, ...(options.features ?? [])];
  const config = loadConfig(
    {
      SESSION_SECRET: "a secret for tests that is long enough",
      ...options.settings,
      PORT: String(port),
    },
    all,
  );
  let logged = "";
  const log = createLog(
    { isProduction: true, logLevel: "trace" },
    {
      write: (line) => {
        logged += line;
      },
    },
  );
  const secrets = config.sessions.secrets ?? [];
  const store = await openPlace(place, { now, secrets });
  const sessions = openSessions({ store, secrets, now, log, ...leaseOf(options) });
  const provider = createProvider({ config: config.asana, log, now, measure });
  const surroundings: Surroundings = {
    config,
    log,
    measure,
    sessions,
    provider,
    background: createBackground(),
    now,
    pageTimeMs: () => options.pageTimeMs ?? 8_000,
    isDraining: () => false,
  };
  const app = createApp(surroundings, all);
  app.set("views", [...app.get("views"), join(import.meta.dirname, "views")]);
  server.on("request", app);

  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
    await sessions.close();
  };
  afterThisTest(stop);
  return {
    origin: `http://localhost:${port}`,
    express: app,
    rows: rowsOf(all),
    place,
    store,
    sessions,
    log: () => logged,
    breakViews: () => app.set("views", ["/nowhere"]),
    stop,
  };
}

function leaseOf({ leaseMs }: AppOptions) {
  return leaseMs === undefined ? {} : { leaseMs };
}

function rowsOf(features: readonly Feature[]): readonly Row[] {
  return [...corePages(features), ...features].flatMap(({ rows = [] }) => rows);
}
