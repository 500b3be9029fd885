import * as v from "valibot";
import { CommandProblem, type CommandRun } from "./command.ts";

/** An option with a value. */
export const Text = v.optional(v.string());

/** An option without a value. */
export const Flag = v.optional(v.boolean(), false);

/**
 * The options of a command, checked.
 *
 * @param schema an object; each message is the end of "--NAME …"
 * @throws CommandProblem with exit code 2 and a line for each problem
 */
export function optionsIn<Options>(
  schema: v.GenericSchema<unknown, Options>,
  values: CommandRun["values"],
): Options {
  const { success, output, issues } = v.safeParse(schema, values);
  if (success) return output;
  const problems = issues.map((issue) => `--${v.getDotPath(issue)} ${issue.message}.`);
  throw new CommandProblem(problems.join("\n"), 2);
}
