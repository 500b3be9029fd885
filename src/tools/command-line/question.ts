import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Asks a person; gives the line that they type, without blanks around it. */
export type Ask = (question: string) => Promise<string>;

/** How a change gets its yes: by options, by asking; without a terminal and options not at all. */
export type Confirmation = "given" | "not-given" | { readonly ask: Ask };

/** What a process has of a terminal. */
interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/**
 * Does something that needs confirmation.
 *
 * @param isGiven whether the options confirm it; then nobody is asked
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
  const { ask, close } = questions({ input: stdin, output: stderr }, signal);
  try {
    return await act({ ask });
  } finally {
    close();
  }
}

/**
 * Questions to whoever is at the other end. A terminal keeps its line mode, so Ctrl-C is a signal to
 * the process as ever; the end of the input (Ctrl-D) is an empty answer.
 *
 * @returns `ask`, which throws the signal's reason; `close`, which lets the process end
 */
export function questions(
  { input, output }: { readonly input: Readable; readonly output: Writable },
  signal: AbortSignal,
): { readonly ask: Ask; close(): void } {
  const reader = createInterface({ input, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined); // nobody may be asking when it comes

  return {
    async ask(question) {
      signal.throwIfAborted();
      output.write(question);
      const line = await Promise.race([lines.next(), aborted]);
      return line.done ? "" : line.value.trim();
    },
    close() {
      reader.close();
      input.destroy();
    },
  };
}
