// node scripts/with-sandbox.js SCRIPT …: builds, then runs a command of this app. Plain JavaScript,
// because it runs before anything is built.
//
// Without a token of one's own the command gets the sandbox's, and the sandbox that answers at
// SANDBOX_PORT, or one for as long as the command runs. Never in production.

import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const [script, ...options] = process.argv.slice(2);

build(".");
const { readEnvironment } = await import("../dist/environment.js");
const environment = readEnvironment(process.env);
const sandbox = needsSandbox(environment) ? await findOrStartSandbox() : undefined;
const child = spawn(process.execPath, [script, ...options], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, ...sandbox?.settings },
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => child.exitCode ?? child.kill(signal));
}
const [code, signal] = await once(child, "exit");
process.exit(code ?? 128 + constants.signals[signal]);

/** A copied .env.example names the sandbox's tokens: they count as none at the real Asana. */
function needsSandbox({ NODE_ENV, ASANA_API_BASE_URL, ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN }) {
  const tokens = [ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN].filter(Boolean);
  const areSandboxes = tokens.every((token) => /:sandbox-[a-z-]+-token$/.test(token));
  return NODE_ENV !== "production" && areSandboxes && !ASANA_API_BASE_URL;
}

async function findOrStartSandbox() {
  build("sandbox");
  const { settingsFor } = await import("../sandbox/dist/fixed-values.js");
  const origin = `http://localhost:${environment.SANDBOX_PORT ?? 3001}`;
  if (await answers(origin)) {
    console.error(
      `Neither ASANA_PAT nor ASANA_SERVICE_ACCOUNT_TOKEN is set: using ${origin}, the sandbox.`,
    );
    return { settings: settingsFor(origin) };
  }
  const started = fork("sandbox/dist/main.js", {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  started.once("exit", (code) => code && process.exit(code)); // it has said why
  const [{ settings }] = await once(started, "message");
  started.unref();
  started.channel.unref();
  console.error(
    "Neither ASANA_PAT nor ASANA_SERVICE_ACCOUNT_TOKEN is set: using a sandbox, for now.",
  );
  return { settings };
}

async function answers(origin) {
  try {
    const answer = await fetch(`${origin}/sandbox/requests`, {
      signal: AbortSignal.timeout(2_000),
    });
    return answer.ok;
  } catch {
    return false; // nobody listens there, or somebody else
  }
}

/** Where only `dist` is, as in an image, there is nothing to build. */
function build(project) {
  if (!existsSync(tsc)) return;
  const { status } = spawnSync(process.execPath, [tsc, "-p", project], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(2);
}
