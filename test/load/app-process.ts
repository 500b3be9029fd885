import { type RunningServer, startServer, until } from "../support/process.ts";

/** A process of the app, and those that take its place at the same port. */
export interface AppProcess {
  readonly port: number;
  /** Ends it, once: by SIGKILL at once, by SIGTERM when it has answered what is under way. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts the next one, until it is ready. */
  start(): Promise<void>;
  /** What all of them have logged. */
  log(): string;
}

/** The first one, ready. All end with the test. */
export async function startProcess(
  settings: Readonly<Record<string, string>>,
  port: number,
): Promise<AppProcess> {
  const all: RunningServer[] = [];
  const process: AppProcess = {
    port,
    async end(signal) {
      const server = all.at(-1);
      server?.kill(signal);
      await server?.ended({ seconds: 15 });
    },
    async start() {
      all.push(await startServer({ ...settings, PORT: String(port) }));
      await until(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200);
    },
    log: () => all.map((server) => server.output()).join(""),
  };
  await process.start();
  return process;
}
