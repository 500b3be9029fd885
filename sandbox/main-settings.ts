import { parseSwitches, SwitchError, type Switches } from "./switches.ts";

export interface MainSettings {
  readonly port: number;
  readonly generatedTasks: number;
  readonly switches: Partial<Switches>;
}

const mostTasks = 100_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that do not allow a start; `problems` has one line for each. */
export class SettingsError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads the few settings that the sandbox has. An empty value counts as absent.
 *
 * @param environment the real one; it wins over the file
 * @throws SettingsError with every problem at once
 */
export function readMainSettings(environment: Environment, envFile: Environment): MainSettings {
  const setting = (name: string) => environment[name] || envFile[name] || undefined;
  const port = Number(setting("SANDBOX_PORT") ?? 3001);
  const generatedTasks = Number(setting("SANDBOX_TASKS") ?? 0);
  const [switches, switchProblems] = readSwitches(setting("SANDBOX_SWITCHES") ?? "{}");
  const problems = [
    ...(setting("NODE_ENV") === "production"
      ? ["NODE_ENV is production: the sandbox lets anybody in, so it does not start there."]
      : []),
    ...(Number.isInteger(port) && port >= 1 && port <= 65_535
      ? []
      : ["SANDBOX_PORT is not a port: use a number from 1 to 65535."]),
    ...(Number.isInteger(generatedTasks) && generatedTasks >= 0 && generatedTasks <= mostTasks
      ? []
      : [`SANDBOX_TASKS is not a number of tasks: use one from 0 to ${mostTasks}.`]),
    ...switchProblems,
  ];
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return { port, generatedTasks, switches };
}

function readSwitches(json: string): [Partial<Switches>, string[]] {
  try {
    return [parseSwitches(JSON.parse(json)), []];
  } catch (error) {
    const reasons = error instanceof SwitchError ? error.problems : ["It is not JSON."];
    return [{}, reasons.map((reason) => `SANDBOX_SWITCHES cannot be used: ${reason}`)];
  }
}
