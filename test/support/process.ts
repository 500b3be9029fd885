import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Browser } from "./browser.ts";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";
import { aFreePort } from "./ports.ts";

export const repository = resolve(import.meta.dirname, "../..");

type Settings = Readonly<Record<string, string>>;

export interface Run {
  /** Where it runs: `.env` and `data` are looked for here. */
  readonly folder: string;
  output(): string;
  errors(): string;
  /** Waits for words on stdout. */
  printed(words: string): Promise<void>;
  /** Waits for the end, five seconds unless told otherwise; the exit code, or what signal it was. */
  ended(limit?: { readonly seconds: number }): Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
  /** What Ctrl-C at a terminal does: the signal reaches the children too. */
  killGroup(signal: NodeJS.Signals): void;
}

/** Runs a script with nothing but these settings; whatever it started is gone after the test. */
export function run(
  script: string,
  settings: Settings,
  {
    folder = aFolder(),
    options = [],
    closed,
  }: { folder?: string; options?: readonly string[]; closed?: "stdout" | "stderr" } = {},
): Run {
  return runProgram([process.execPath, script, ...options], settings, { folder, closed });
}

/** The same with any program. */
export function runProgram(
  [program, ...options]: readonly [string, ...string[]],
  settings: Settings,
  {
    folder = aFolder(),
    closed,
  }: { folder?: string; closed?: "stdout" | "stderr" | undefined } = {},
): Run {
  const child = spawn(program, options, {
    cwd: folder,
    env: settings,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // leads a process group of its own
  });
  if (closed) child[closed].destroy(); // as by a reader that has seen enough
  const [output, errors] = [child.stdout, child.stderr].map(collect) as [Text, Text];
  let end: number | string | undefined;
  child.once("close", (code, signal) => {
    end = code ?? signal ?? "";
  });

  const killGroup = (signal: NodeJS.Signals) => {
    if (child.pid) process.kill(-child.pid, signal);
  };
  afterThisTest(() => {
    try {
      killGroup("SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // else: all gone already
    }
  });
  return {
    folder,
    output,
    errors,
    async printed(words) {
      await until(() => output().includes(words) || end !== undefined, { seconds: 30 });
      if (!output().includes(words)) {
        throw new Error(`ended (${end}) without "${words}":\n${output()}${errors()}`);
      }
    },
    async ended(limit) {
      await until(() => end !== undefined, limit).catch(() => {
        throw new Error(`still running:\n${output()}${errors()}`);
      });
      return end ?? "";
    },
    kill: (signal) => {
      child.kill(signal);
    },
    killGroup,
  };
}

export interface RunningServer extends Run {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly port: number;
  readonly databaseFile: string;
}

/** The production entry as a process, in a folder of its own, once it listens. */
export async function startServer(
  settings: Settings,
  { folder = aFolder(), build = repository }: { folder?: string; build?: string } = {},
): Promise<RunningServer> {
  const port = Number(settings.PORT ?? (await aFreePort()));
  const server = run(
    join(build, "dist", "server.js"),
    { ...settings, PORT: String(port) },
    { folder },
  );
  await server.printed("/auth/callback");
  const databaseFile = join(folder, "data", "sessions.db");
  return { ...server, port, origin: `http://localhost:${port}`, databaseFile };
}

/** Signs in and allows at the sandbox by its buttons; the address that it sends the browser to. */
export async function allowAt(origin: string, browser: Browser): Promise<string> {
  const people = await browser.open(`${origin}/auth/login`);
  const chosen = await browser.press(people, "Ana Everyday");
  const consent = await browser.open(new URL(chosen.headers.location ?? "", people.url).href);
  return (await browser.press(consent, "Allow")).headers.location ?? "";
}

/** The whole sign-in, at a sandbox in whatever process; returns the page where it ends. */
export async function signInAt(origin: string, browser: Browser) {
  return browser.open(await allowAt(origin, browser));
}

/** Polls until something is true. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  { seconds = 5 } = {},
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not true within ${seconds} seconds: ${isTrue}`);
    await setTimeout(20);
  }
}

type Text = () => string;

function collect(stream: NodeJS.ReadableStream): Text {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
