import * as v from "valibot";
import { type CommandRun, runCommand } from "../command-line/command.ts";
import { Flag, optionsIn } from "../command-line/option-values.ts";
import { shownJson } from "../command-line/shown-text.ts";
import type { Finding } from "./finding.ts";
import { examine } from "./settings-check.ts";
import { findingInWords, verdictInWords } from "./verdict.ts";

const usage = `npm run doctor -- [options]

Checks the settings and everything that they point to, and says what to fix. Changes nothing, here
or at Asana.

  --json   the findings as JSON: verdict (ok, advice, fix, unchecked), variable, found, fix
  --help   this text

Exit code: 0 nothing to fix; 1 something to fix; 2 something could not be checked.
`;

const Options = v.object({ json: Flag });

/**
 * Runs the doctor as a command.
 *
 * @param node the finding about this Node.js
 * @returns the exit code
 */
export function runDoctor(node: Finding): Promise<number> {
  return runCommand({
    name: "doctor",
    usage,
    options: { json: { type: "boolean" } },
    afterInterrupt: "Stopped. Nothing was changed.",
    run: (about) => run(node, about),
  });
}

async function run(node: Finding, about: CommandRun): Promise<number> {
  const { json } = optionsIn(Options, about.values);
  const findings = await examine(about, node, (finding) => {
    if (!json) about.out(findingInWords(finding));
  });
  const { words, exitCode } = verdictInWords(findings);
  about.out(json ? `${shownJson(findings)}\n` : `\n${words}\n`);
  return exitCode;
}
