// npm start and npm run dev. Plain JavaScript, because it runs before anything is built.
//
// Builds, then runs the app; when no Asana client is set, the sandbox runs beside it as a process
// of its own, and the app gets the sandbox's settings as it would get Asana's. The app itself does
// not know that there is a sandbox, and production never gets here with one.

import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const isWatching = process.argv.includes("--watch");

if (process.env.NODE_ENV === "production") {
  await import("../dist/server.js"); // built beforehand; development dependencies may be missing
} else {
  build(".");
  const { readEnvironment } = await import("../dist/environment.js");
  const environment = readSettings(readEnvironment);
  if (environment.NODE_ENV !== "production" && hasNoClient(environment)) {
    build("sandbox");
    await startSandbox(environment);
  }
  await (isWatching ? watch() : import("../dist/server.js"));
}

function readSettings(readEnvironment) {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

/** The sandbox's own client counts as none at the real Asana: a copied .env.example names it. */
function hasNoClient({ ASANA_CLIENT_ID, ASANA_CLIENT_SECRET, ASANA_ISSUER }) {
  const sandboxClientId = "1201000000000001";
  return ASANA_CLIENT_ID
    ? ASANA_CLIENT_ID === sandboxClientId && !ASANA_ISSUER
    : !ASANA_CLIENT_SECRET;
}

/** Runs the sandbox until this process ends, however it ends: the sandbox watches the channel. */
async function startSandbox(environment) {
  const sandbox = fork("sandbox/dist/main.js", { cwd: root });
  sandbox.once("exit", (code) => code && process.exit(code)); // it has said why
  const [{ settings }] = await once(sandbox, "message");
  sandbox.unref();
  sandbox.channel.unref();

  const unused = Object.keys(settings).filter(
    (name) => environment[name] && environment[name] !== settings[name],
  );
  if (unused.length > 0) {
    console.log(`Not used while the sandbox runs, which has its own: ${unused.join(", ")}`);
  }
  Object.assign(process.env, settings);
}

/** Compiles on change and restarts the app; the sandbox keeps running. */
async function watch() {
  const options = { cwd: root, stdio: "inherit" };
  const children = [
    spawn(process.execPath, [tsc, "-p", ".", "--watch", "--preserveWatchOutput"], options),
    spawn(process.execPath, ["--watch", "--watch-preserve-output", "dist/server.js"], options),
  ];
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      for (const child of children) child.kill(signal);
    });
  }
  await Promise.all(children.map((child) => once(child, "exit")));
  process.exit(0);
}

function build(project) {
  const { status } = spawnSync(process.execPath, [tsc, "-p", project], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
