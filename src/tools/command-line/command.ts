import { setMaxListeners } from "node:events";
import { exit } from "node:process";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { AsanaApiError } from "../../asana/api-error.ts";
import { ConfigError } from "../../config-error.ts";
import { type Environment, readEnvironment } from "../../environment.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";

/** Ends a command early. The message is printed; the exit code is the process's. */
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

/** What a command works with. */
export interface CommandRun {
  readonly values: Values;
  /** All settings, unchecked: `.env` under the real environment. Read anew with each call. */
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

interface Command {
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
 * Runs a command: arguments, Ctrl-C, and words for every foreseen failure. It prints no token and no
 * stack trace; a fault of the program itself is thrown.
 *
 * @returns the exit code: the command's own; 1 when Asana refuses; 2 for wrong arguments or settings;
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
 * pass on the same Ctrl-C, so signals within half a second count as one.
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

/** The reader of the output may be gone (`| head`). The work continues all the same. */
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
function problemOf({ kind, phrase, call }: AsanaApiError): string {
  if (kind === "unauthorized") {
    return "Asana does not accept the token: it was removed, or copied wrongly. Set a new one.";
  }
  const { whatHappened, whatToDo } = apiErrorWords[kind];
  const support = phrase === undefined ? "" : ` Asana's support will ask for this: ${phrase}.`;
  return `${whatHappened} ${whatToDo}${support} (${call.method} ${new URL(call.url).pathname})`;
}
