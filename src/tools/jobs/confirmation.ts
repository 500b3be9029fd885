import type { Readable, Writable } from "node:stream";
import { createInterview, type Interview } from "../command-line/interview.ts";

/**
 * How a person confirms a change: by options, or at a terminal. `not-given`: by neither, since there
 * is no terminal.
 */
export type Confirmation = "given" | "not-given" | Pick<Interview, "ask">;

/** What a process has of a terminal. */
interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/**
 * Runs a change that a person has to confirm.
 *
 * @param isGiven whether the options confirm it; then no question is asked
 * @returns what `act` returns; the input is closed by then
 */
export async function confirmedBy<Result>(
  about: {
    readonly isGiven: boolean;
    readonly process: Terminal;
    readonly signal: AbortSignal;
  },
  act: (confirmation: Confirmation) => Promise<Result>,
): Promise<Result> {
  const { isGiven, signal } = about;
  const { stdin, stderr } = about.process;
  if (isGiven) return act("given");
  if (!stdin.isTTY || !stderr.isTTY) return act("not-given");
  const interview = createInterview({ input: stdin, output: stderr }, signal);
  try {
    return await act(interview);
  } finally {
    interview.close();
  }
}
