// The app as it runs in production, in a process of its own, with the sandbox in the place of Asana.

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "../../scripts/build.js";
import { atTheEnd, temporaryFolder } from "./cleanup.js";
import { CannotMeasure } from "./measured.js";
import { freePort } from "./ports.js";

/** @returns the settings for an app, and `calls`: what Asana was asked, as `GET /api/1.0/users/me` */
export async function startSandbox() {
  if (!build("sandbox")) throw new CannotMeasure("the sandbox does not compile");
  const { settingsFor } = await import("../../sandbox/dist/fixed-values.js");
  const port = await freePort();
  const calls = [];
  await startProcess(["sandbox/dist/main.js"], {
    environment: { SANDBOX_PORT: String(port) },
    isReady: "The second client",
    onLine(line) {
      const [, call] = /^([A-Z]+ \/(?:api|-)\/\S+) \d+$/.exec(line) ?? [];
      if (call && !isOfBrowser.test(call)) calls.push(call);
    },
  });
  return { settings: settingsFor(`http://localhost:${port}`), calls };
}

/** Where the browser goes, not the app. */
const isOfBrowser = /oauth_authorize/;

/** @param settings for Asana and for the store */
export async function startApp(settings) {
  const port = await freePort();
  const { pid, end } = await startProcess(["dist/server.js"], {
    environment: {
      NODE_ENV: "production",
      PORT: String(port),
      BASE_URL: `http://localhost:${port}`,
      SESSION_SECRET: "a secret of the benchmarks that opens nothing",
      RATE_LIMIT_PER_MINUTE: "0",
      ...settings,
    },
    isReady: "/auth/callback",
  });
  return {
    origin: `http://localhost:${port}`,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    end,
  };
}

/** Starts it in an empty folder, where no `.env` is; gives it when it has printed the words. */
async function startProcess([script], { environment, isReady, onLine }) {
  const { folder } = temporaryFolder();
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`../../${script}`, import.meta.url))],
    {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  atTheEnd(() => child.kill("SIGKILL"));
  let rest = "";
  await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new CannotMeasure(`${script} has ended (${code})`)));
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        onLine?.(line);
        if (line.includes(isReady)) resolve();
      }
    });
  });
  return { pid: child.pid, end: () => child.kill("SIGKILL") };
}

/** Microseconds of CPU of all threads of a process, precise because it is the scheduler's count. */
function cpuOf(pid) {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
}

/** Bytes in memory (RSS). */
function memoryOf(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return 1024 * Number(kilobytes);
}
