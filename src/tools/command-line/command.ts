import { setMaxListeners } from "node:events";
import { exit } from "node:process";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { AsanaApiError } from "../../asana/api-error.ts";
import { ConfigError } from "../../config-error.ts";
import { type Environment, readEnvironment } from "../../environment.ts";
import { type JobSettings, loadJobSettings } from "../jobs/job-settings.ts";

/** Why a command ends early: what to say, and with which exit code. */
export class CommandProblem extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.name = "CommandProblem";
    this.exitCode = exitCode;
  }
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

/** What a command gets to work with. */
export interface CommandRun {
  readonly values: Values;
  /** Read when they are asked for, so that what needs none asks for none. */
  settings(): JobSettings;
  /** All settings, unchecked: `.env` under the real environment. */
  environment(): Environment;
  /** The real environment alone. */
  readonly realEnvironment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The result: stdout. */
  readonly out: (text: string) => void;
  /** A line of progress or trouble: stderr. */
  readonly err: (line: string) => void;
  /** Whether stderr is a terminal. */
  readonly isTerminal: boolean;
}

export interface Command {
  readonly name: string;
  /** What `--help` prints. */
  readonly usage: string;
  readonly options: Options;
  /** Said after Ctrl-C. */
  readonly afterInterrupt: string;
  /** @returns the exit code: 0 all is well, 1 something is not, 2 it could not be done at all */
  run(about: CommandRun): Promise<number>;
}

/**
 * Runs a command: arguments, settings, Ctrl-C, and words for whatever goes wrong. Nothing that it
 * prints holds a token or a stack trace, and faults of the program itself end it as they should.
 *
 * @returns the exit code: what the command says; 1 when Asana refuses; 2 for arguments and settings;
 *   130 after Ctrl-C
 */
export async function runCommand(command: Command): Promise<number> {
  const { name, usage, options, afterInterrupt, run } = command;
  const err = (line: string) => void process.stderr.write(`${line}\n`);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each call that is under way
  const interrupt = createInterrupt(stop);
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  process.stdout.on("error", ignoreBrokenPipe);
  process.stderr.on("error", ignoreBrokenPipe);

  try {
    const values = argumentsIn(process.argv.slice(2), options, name);
    if (values.help === true) {
      process.stdout.write(usage);
      return 0;
    }
    return await run({
      values,
      settings: () => loadJobSettings(readEnvironment(process.env)),
      environment: () => readEnvironment(process.env),
      realEnvironment: process.env,
      signal: stop.signal,
      out: (text) => void process.stdout.write(text),
      err,
      isTerminal: process.stderr.isTTY === true,
    });
  } catch (error) {
    if (stop.signal.aborted) {
      err(`\n${afterInterrupt}`);
      return interruptedCode;
    }
    if (error instanceof CommandProblem) {
      err(error.message);
      return error.exitCode;
    }
    if (error instanceof ConfigError) {
      error.problems.forEach(err);
      return 2;
    }
    if (error instanceof AsanaApiError) {
      err(problemOf(error));
      return 1;
    }
    throw error;
  }
}

/**
 * The first Ctrl-C ends the work, a second one the process. A terminal, npm and a launcher may each
 * hand on the same one, so what follows at once counts as the first.
 */
function createInterrupt(stop: AbortController): () => void {
  let firstAt: number | undefined;
  return () => {
    firstAt ??= performance.now();
    if (performance.now() - firstAt > sameInterruptMs) exit(interruptedCode);
    stop.abort(new DOMException("interrupted", "AbortError"));
  };
}

const sameInterruptMs = 500;
const interruptedCode = 130;

/** Whoever read along may be gone (`| head`): that is no reason to stop in the middle of the work. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function argumentsIn(argv: readonly string[], options: Options, name: string): Values {
  try {
    const help = { type: "boolean", short: "h" } as const;
    return parseArgs({ args: [...argv], options: { ...options, help } }).values;
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : "").split(/\. To specify|\n/);
    throw new CommandProblem(`${reason}\nnpm run ${name} -- --help shows what there is.`, 2);
  }
}

/** Asana's answer in words; the path says which call it was. */
function problemOf({ kind, whatHappened, whatToDo, phrase, call }: AsanaApiError): string {
  if (kind === "unauthorized") {
    return "Asana does not accept the token: it was removed, or copied wrongly. Set a new one.";
  }
  const support = phrase === undefined ? "" : ` Asana's support will ask for this: ${phrase}.`;
  return `${whatHappened} ${whatToDo}${support} (${call.method} ${new URL(call.url).pathname})`;
}
