import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { fullPermissionsClient } from "./fixed-values.ts";
import { type MainSettings, readMainSettings, SettingsError } from "./main-settings.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

const isRunByLauncher = process.send !== undefined;

try {
  const envFile = existsSync(".env") ? parseEnv(readFileSync(".env", "utf8")) : {};
  const sandbox = await start(readMainSettings(process.env, envFile));
  stopOnSignals(sandbox);
  const { settings } = sandbox;
  if (isRunByLauncher) process.send?.({ type: "ready", settings, welcome: welcome(sandbox) });
  else print(welcome(sandbox));
} catch (error) {
  fail(error);
}

function start({ port, generatedTasks, switches }: MainSettings): Promise<Sandbox> {
  const log = isRunByLauncher ? () => undefined : print;
  return startSandbox({
    port,
    generatedTasks,
    switches,
    log,
    dataFile: join("data", "sandbox.json"),
  });
}

/** Whoever started the sandbox takes it along, by signal or by closing the channel. */
function stopOnSignals(sandbox: Sandbox): void {
  const stop = async () => {
    await sandbox.close();
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.once("disconnect", stop);
}

function welcome({ origin, settings }: Sandbox): string {
  return [
    "This is a sandbox and not Asana: its people and tasks are made up.",
    `It runs at ${origin}`,
    "",
    "Its fixed values, for this app, scripts and other apps:",
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    "",
    "The second client, registered with full permissions:",
    `ASANA_CLIENT_ID=${fullPermissionsClient.id}`,
    `ASANA_CLIENT_SECRET=${fullPermissionsClient.secret}`,
    "",
  ].join("\n");
}

function fail(error: unknown): void {
  for (const line of problemsOf(error)) {
    process.stderr.write(`${line}\n`);
  }
  process.exit(1);
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof SettingsError) {
    return error.problems;
  }
  if (error instanceof Error && "code" in error && "port" in error) {
    const reason = error.code === "EADDRINUSE" ? "is in use" : "cannot be opened";
    return [`Port ${error.port} ${reason}: set SANDBOX_PORT to another one.`];
  }
  return [error instanceof Error ? error.message : String(error)];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
