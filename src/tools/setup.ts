import type { Environment } from "../environment.ts";
import { readEnvFile } from "../environment.ts";
import { type CommandRun, runCommand } from "./command-line/command.ts";
import { createInterview } from "./command-line/interview.ts";
import { checkNodeVersion } from "./doctor/node-version.ts";
import { examine } from "./doctor/settings-check.ts";
import { findingInWords, verdictInWords } from "./doctor/verdict.ts";
import { changeEnvFile } from "./setup/env-file.ts";
import { askForSettings } from "./setup/setup-interview.ts";
import { settingsByHand } from "./setup/setup-questions.ts";

const usage = `npm run setup

Asks for the settings that the real Asana needs, checks each answer at once, writes .env, and runs
the doctor. The other lines of .env stay as they are.

  --help   this text
`;

const file = ".env";

process.exitCode = await runCommand({
  name: "setup",
  usage,
  options: {},
  afterInterrupt: "Stopped. .env is as it was.",
  run,
});

async function run(about: CommandRun): Promise<number> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    about.out(settingsByHand());
    return 2;
  }
  const interview = createInterview({ input: stdin, output: stdout }, about.signal);
  try {
    const answers = await askForSettings(interview, about.environment());
    changeEnvFile(file, { ...answers, ...placeOfAsana(about) });
    interview.say("\nWritten to .env, which only you can read. What the doctor finds:\n\n");
  } finally {
    interview.close();
  }
  return runDoctor(about);
}

/** The addresses at which the answers were checked, where only the environment has them. */
function placeOfAsana({ realEnvironment }: CommandRun): Environment {
  const fromFile = readEnvFile(file) ?? {};
  const names = ["ASANA_ISSUER", "ASANA_API_BASE_URL"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = realEnvironment[name];
      return value && !fromFile[name] ? [[name, value]] : [];
    }),
  );
}

async function runDoctor(about: CommandRun): Promise<number> {
  const node = checkNodeVersion(process.versions.node);
  const findings = await examine(about, node, (finding) => about.out(findingInWords(finding)));
  const { words, exitCode } = verdictInWords(findings);
  const next = exitCode === 1 ? "Then look again: npm run doctor" : "Start the app: npm start";
  about.out(`\n${words}\n${next}\n`);
  return exitCode;
}
