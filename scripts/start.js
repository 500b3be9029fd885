// npm start and npm run dev. Plain JavaScript, because it runs before anything is built.
//
// Builds, then runs the app. When no Asana client is set, the sandbox runs beside it as a process of
// its own, and the app gets the sandbox's settings as it would get Asana's. Production never gets a
// sandbox.

import "./require-node.js";
import { fork, spawn } from "node:child_process";
import { on, once } from "node:events";
import { fileURLToPath } from "node:url";
import { build } from "./build.js";
import { hasClient } from "./own-settings.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const isWatching = process.argv.includes("--watch");

if (process.env.NODE_ENV === "production") {
  await import("../dist/server.js"); // built before: the compiler may be missing here
} else {
  if (!build(".")) process.exit(1);
  const environment = await readSettings();
  if (environment.NODE_ENV !== "production" && !hasClient(environment)) {
    if (!build("sandbox")) process.exit(1);
    await checkSettings(environment);
    const { settings, welcome } = await startSandbox();
    Object.assign(process.env, settings);
    await run();
    if (!process.exitCode) console.log(`${welcome}${unusedSettings(environment, settings)}`);
  } else {
    await run();
  }
}

async function readSettings() {
  const { readEnvironment } = await import("../dist/environment.js");
  try {
    return readEnvironment(process.env);
  } catch (error) {
    return fail([error.message]);
  }
}

/** Checks the app's settings and the sandbox's before either starts; prints all problems at once. */
async function checkSettings(environment) {
  const { loadConfig } = await import("../dist/config.js");
  const { features } = await import("../dist/features.js");
  const { readMainSettings } = await import("../sandbox/dist/main-settings.js");
  const { settingsFor } = await import("../sandbox/dist/fixed-values.js");
  const settings = settingsFor("http://localhost");
  const checks = [
    () => loadConfig({ ...environment, ...settings }, features),
    () => readMainSettings(environment, {}),
  ];
  const problems = checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      return error.problems ?? [error.message];
    }
  });
  if (problems.length > 0) fail(problems);
}

/** Runs the sandbox until this process ends, however it ends: the sandbox watches the channel. */
async function startSandbox() {
  const sandbox = fork("sandbox/dist/main.js", { cwd: root });
  sandbox.once("exit", (code) => code && process.exit(code)); // it has said why
  const [ready] = await once(sandbox, "message");
  sandbox.unref();
  sandbox.channel.unref();
  return ready;
}

function unusedSettings(environment, settings) {
  const unused = Object.keys(settings).filter(
    (name) => environment[name] && environment[name] !== settings[name],
  );
  if (unused.length === 0) return "";
  return `\nNot used while the sandbox runs, which has its own: ${unused.join(", ")}\n`;
}

async function run() {
  if (isWatching) await watch();
  else await import("../dist/server.js");
}

/** Compiles on change and restarts the app; the sandbox keeps running. */
async function watch() {
  const compiler = spawn(process.execPath, [tsc, "-p", ".", "--watch", "--preserveWatchOutput"], {
    cwd: root,
    stdio: ["inherit", "pipe", "inherit"],
  });
  compiler.stdout.pipe(process.stdout);
  await compiled(compiler); // its first pass writes everything again, which would restart the app
  const app = spawn(
    process.execPath,
    ["--watch", "--watch-preserve-output", "scripts/watched.js"],
    {
      cwd: root,
      stdio: "inherit",
    },
  );

  const end = (signal) => {
    compiler.kill("SIGKILL"); // first, or what it writes restarts the app
    app.kill(signal);
    setTimeout(() => app.kill("SIGKILL"), 4_000).unref();
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  app.once("exit", () => process.exit(0));
}

async function compiled(compiler) {
  for await (const [chunk] of on(compiler.stdout, "data")) {
    if (/Found \d+ error/.test(chunk)) return;
  }
}

function fail(problems) {
  console.error(problems.join("\n"));
  process.exit(1);
}
