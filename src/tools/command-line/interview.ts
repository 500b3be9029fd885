import { createInterface } from "node:readline";
import { type Readable, Writable } from "node:stream";
import { CommandProblem } from "./command.ts";

/** Somebody at a terminal who answers questions. */
export interface Interview {
  say(text: string): void;
  /** @returns the line that was typed, without blanks around it */
  ask(question: string, manner?: { readonly isSecret: boolean }): Promise<string>;
  close(): void;
}

/**
 * Questions at a terminal, of which some have answers that nobody who looks on may see: so readline
 * echoes what is typed, and not the terminal, and only while such an answer is not awaited.
 *
 * @param onInterrupt Ctrl-C, which is no signal while readline reads the keys
 * @throws from `ask`: the signal's reason; CommandProblem when the input ends
 */
export function createInterview(
  { input, output }: { readonly input: Readable; readonly output: NodeJS.WritableStream },
  { signal, onInterrupt }: { readonly signal: AbortSignal; readonly onInterrupt: () => void },
): Interview {
  let isEchoed = false;
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (isEchoed) output.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  reader.on("SIGINT", onInterrupt);
  const lines = reader[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined); // nobody may be asking when it comes

  return {
    say: (text) => void output.write(text),
    async ask(question, { isSecret } = { isSecret: false }) {
      signal.throwIfAborted();
      reader.setPrompt(question);
      isEchoed = true;
      reader.prompt();
      isEchoed = !isSecret;
      const line = await Promise.race([lines.next(), aborted]).finally(() => {
        isEchoed = false;
      });
      if (isSecret) output.write("\n");
      if (line.done) throw new CommandProblem("\nThe input ended. .env is as it was.", 2);
      return line.value.trim();
    },
    close() {
      reader.close();
      input.destroy();
    },
  };
}
