import { join } from "node:path";
import { type Config, loadConfig, settingNames } from "../../config.ts";
import { ConfigError } from "../../config-error.ts";
import { type Environment, readEnvFile } from "../../environment.ts";
import { features } from "../../features.ts";
import { createLog } from "../../log.ts";
import type { CommandRun } from "../command-line/command.ts";
import { diagnose } from "./diagnosis.ts";
import type { Finding } from "./finding.ts";

/** Read by the sandbox and by npm start. */
const otherNames = ["SANDBOX_PORT", "SANDBOX_TASKS", "SANDBOX_SWITCHES"];

/**
 * Makes every check of the doctor, with the settings as they are now.
 *
 * @param about `folder` is where `.env` and `data` lie, the working directory unless set
 * @param node the finding about this Node.js, which comes first
 * @param tell gets each finding as soon as it is there
 * @returns all findings
 * @throws the signal's reason
 */
export async function examine(
  about: Examined & Pick<CommandRun, "signal">,
  node: Finding,
  tell: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of findingsOf(about, node)) {
    about.signal.throwIfAborted();
    findings.push(finding);
    tell(finding);
  }
  return findings;
}

async function* findingsOf(
  { environment, realEnvironment, folder = "" }: Examined,
  node: Finding,
): AsyncGenerator<Finding> {
  yield node;
  const file = join(folder, ".env");
  const known = [...settingNames(features), ...otherNames];
  const envFile = { file, fromFile: readEnvFile(file), real: realEnvironment, known };
  const log = createLog({ isProduction: true, logLevel: "silent" });
  const loaded = loadAsFarAsPossible(environment());
  const permissions = features.flatMap((feature) => feature.permissions ?? []);
  yield* diagnose({ ...loaded, envFile, folder, permissions, log, now: Date.now });
}

interface Examined extends Pick<CommandRun, "environment" | "realEnvironment"> {
  readonly folder?: string;
}

/** Where settings are wrong, the doctor still checks the others. */
function loadAsFarAsPossible(environment: Environment): {
  readonly config: Config | undefined;
  readonly problems: readonly string[];
} {
  try {
    return { config: loadConfig(environment, features), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { problems } = error;
    const wrong = problems.map((problem) => problem.split(" ")[0] ?? "");
    const rest = Object.entries(environment).filter(([name]) => !wrong.includes(name));
    return { config: loadedFrom(Object.fromEntries(rest)), problems };
  }
}

function loadedFrom(environment: Environment): Config | undefined {
  try {
    return loadConfig(environment, features);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return undefined; // one is missing that has no default
  }
}
