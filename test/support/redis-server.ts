import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@redis/client";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";
import { cert, key } from "./own-certificate.ts";
import { aFreePort } from "./ports.ts";
import { until } from "./process.ts";

/** A Redis of this test's own. */
export interface RedisServer {
  readonly port: number;
  /** Without user and password. */
  readonly url: string;
  /** Where it keeps what it is set to keep. */
  readonly folder: string;
  /** Ends it and waits for that. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts it again on the same port, with the same folder. */
  start(): Promise<void>;
  /** From now on it takes connections and answers nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** What it answers to a command, such as `DBSIZE`. */
  ask(...words: readonly string[]): Promise<unknown>;
}

/**
 * Starts a real Redis on loopback, which ends with the test. It keeps nothing on disk unless told to.
 *
 * @param settings as on its command line: `["--appendonly", "yes"]`
 */
export function aRedisServer(settings: readonly string[] = []): Promise<RedisServer> {
  return serve("redis", (port) => ["--port", String(port), ...settings]);
}

/** The same over TLS alone, with a certificate that nobody trusts. */
export function aRedisServerWithItsOwnCertificate(): Promise<RedisServer> {
  const folder = aFolder();
  const files = { key: join(folder, "key.pem"), cert: join(folder, "cert.pem") };
  writeFileSync(files.key, key);
  writeFileSync(files.cert, cert);
  return serve("rediss", (port) => [
    ...["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"],
    ...["--tls-key-file", files.key, "--tls-cert-file", files.cert],
  ]);
}

async function serve(
  protocol: "redis" | "rediss",
  settingsFor: (port: number) => readonly string[],
): Promise<RedisServer> {
  const folder = aFolder();
  const port = await aFreePort();
  const url = `${protocol}://localhost:${port}`;
  const settings = ["--bind", "127.0.0.1", "--dir", folder, "--save", "", ...settingsFor(port)];
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = await startedServer(settings);
  }
  async function stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending) return;
    const ended = once(ending, "exit");
    ending.kill("SIGCONT"); // a frozen one could not end
    ending.kill(signal);
    await ended;
  }

  afterThisTest(() => stop("SIGKILL"));
  await start();
  return {
    port,
    url,
    folder,
    start,
    stop,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async ask(...words) {
      const client = await createClient({ url, socket: { reconnectStrategy: false } })
        .on("error", () => undefined) // rejects below
        .connect();
      try {
        return await client.sendCommand([...words]);
      } finally {
        client.destroy();
      }
    },
  };
}

async function startedServer(settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn("redis-server", [...settings], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  server.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const isReady = () => output.includes("Ready to accept connections");
  await until(() => isReady() || server.exitCode !== null, { seconds: 15 });
  if (!isReady()) throw new Error(`redis-server has ended:\n${output}`);
  return server;
}
