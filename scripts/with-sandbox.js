// node scripts/with-sandbox.js NEED SCRIPT …: builds, then runs a command of this app. Plain
// JavaScript, because it runs before anything is built.
//
// NEED names what the environment must hold: tokens, client, either, or nothing. Where it does not,
// the command gets the sandbox's. That is the sandbox that answers at SANDBOX_PORT, or one that lives
// as long as the command. Never in production.

import "./require-node.js";
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { build, canBuild } from "./build.js";
import { hasClient, hasTokens } from "./own-settings.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [need, script, ...options] = process.argv.slice(2);
const missing = {
  tokens: "Neither ASANA_PAT nor ASANA_SERVICE_ACCOUNT_TOKEN is set",
  client: "No client of your own is set",
  either: "No client and no token is set",
};

buildOrEnd(".");
const { readEnvironment } = await import("../dist/environment.js");
const environment = readSettings();
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

function readSettings() {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

function needsSandbox(environment) {
  const [tokens, client] = [hasTokens(environment), hasClient(environment)];
  const has = { tokens, client, either: tokens || client, nothing: true };
  const isThere = existsSync(new URL("../sandbox", import.meta.url)); // not in an image
  return isThere && environment.NODE_ENV !== "production" && !has[need];
}

async function findOrStartSandbox() {
  buildOrEnd("sandbox");
  const { settingsFor } = await import("../sandbox/dist/fixed-values.js");
  const origin = `http://localhost:${environment.SANDBOX_PORT ?? 3001}`;
  if (await answers(origin)) {
    console.error(`${missing[need]}: using ${origin}, the sandbox.`);
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
  console.error(`${missing[need]}: using a sandbox, for now.`);
  return { settings };
}

async function answers(origin) {
  const { withTimeLimit } = await import("../dist/limits/time-limit.js");
  try {
    const answer = await withTimeLimit(2_000, (signal) =>
      fetch(`${origin}/sandbox/requests`, { signal }),
    );
    return answer.ok;
  } catch {
    return false; // no sandbox listens there
  }
}

function buildOrEnd(project) {
  if (canBuild && !build(project)) process.exit(2);
}
