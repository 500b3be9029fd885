// A Redis of the benchmark's own, with as many of the app's sessions as wanted.

import { spawn } from "node:child_process";
import { freemem } from "node:os";
import { createClient } from "@redis/client";
import { openStore } from "../../dist/store/open-store.js";
import { hasRedisServer } from "../../scripts/tests/redis-server.js";
import { atTheEnd, temporaryFolder } from "./cleanup.js";
import { createRowMaker } from "./made-up-sessions.js";
import { CannotMeasure } from "./measured.js";
import { freePort } from "./ports.js";
import { progress } from "./table.js";

export const kind = "Redis";

/** @throws CannotMeasure without redis-server, or where so many sessions have no room in memory */
export function requireRoom(sessions) {
  if (!hasRedisServer()) {
    throw new CannotMeasure("there is no redis-server in PATH: nothing of Redis was measured");
  }
  const needed = (sessions * bytesASession) / 1e9;
  const free = freemem() / 1e9;
  if (free > needed) return;
  throw new CannotMeasure(
    `${needed.toFixed(1)} GB of memory are needed for Redis, ${free.toFixed(1)} GB are free`,
  );
}

/** An empty one. */
export async function place() {
  const { folder, remove } = temporaryFolder();
  const port = await freePort();
  const server = await startServer(port, folder);
  const url = `redis://localhost:${port}`;
  const client = await createClient({ url }).connect();
  const stores = [];
  const open = async (now = Date.now) => {
    const store = await openStore({
      config: { databaseFile: "", redis: { url, prefix: "{siwa}:" } },
      takeOver: undefined,
      now,
      onProblem(problem) {
        throw new Error(`Redis cannot be used: ${problem}`);
      },
    });
    stores.push(store);
    return store;
  };
  const infoOf = async (section, name) =>
    Number(new RegExp(`^${name}:(.*)$`, "m").exec(await client.info(section))[1]);
  return {
    url,
    open,
    async fill(groups) {
      for (const { from, count, signedInAt } of groups) {
        const now = () => signedInAt;
        await insert(await open(now), { from, count, makeRows: createRowMaker(now) });
      }
    },
    bytes: () => infoOf("memory", "used_memory"),
    /** Microseconds, user and system. */
    async cpuOfServer() {
      const user = await infoOf("cpu", "used_cpu_user_main_thread");
      return 1e6 * (user + (await infoOf("cpu", "used_cpu_sys_main_thread")));
    },
    pidOfServer: server.pid,
    async close() {
      for (const store of stores.splice(0)) await store.close();
      client.destroy();
      server.kill("SIGKILL");
      remove();
    },
  };
}

/** Through the app's store, many at a time. */
async function insert(store, { from, count, makeRows }) {
  const tell = progress(`Redis, ${count} sessions`, count);
  for (let done = 0; done < count; ) {
    const writes = [];
    for (const end = Math.min(done + atOnce, count); done < end; done += 1) {
      const { session, attachment } = await makeRows(from + done);
      writes.push(
        store.sessions.begin(session),
        store.attachments.put(attachment.session, attachment.name, attachment.sealed),
      );
    }
    await Promise.all(writes);
    tell(done);
  }
}

async function startServer(port, folder) {
  const settings = ["--port", port, "--bind", "127.0.0.1", "-::1", "--dir", folder, "--save", ""];
  const server = spawn("redis-server", settings.map(String), {
    stdio: ["ignore", "pipe", "ignore"],
  });
  atTheEnd(() => server.kill("SIGKILL"));
  let output = "";
  for await (const chunk of server.stdout) {
    output += chunk;
    if (output.includes("Ready to accept connections")) break;
  }
  if (server.exitCode === null && output.includes("Ready")) return server;
  throw new CannotMeasure(`redis-server does not start:\n${output}`);
}

const atOnce = 50; // the store waits half a second for each, also on a busy machine
const bytesASession = 5_000;
