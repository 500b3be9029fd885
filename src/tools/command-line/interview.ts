import { createInterface } from "node:readline";
import { type Readable, Writable } from "node:stream";

/** A person at a terminal who answers questions. */
export interface Interview {
  say(text: string): void;
  /**
   * @returns the line that the person typed, without blanks around it; undefined when the input has
   *   ended (Ctrl-D)
   * @throws the signal's reason
   */
  ask(question: string, manner?: { readonly isSecret: boolean }): Promise<string | undefined>;
  /** Gives the terminal back and closes the input, so that the process can end. */
  close(): void;
}

/**
 * Asks questions at a terminal. An onlooker must not see a secret while it is typed, so readline
 * echoes in place of the terminal, and only what is no secret.
 */
export function createInterview(
  { input, output }: { readonly input: Readable; readonly output: NodeJS.WritableStream },
  signal: AbortSignal,
): Interview {
  let isEchoed = false;
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (isEchoed) output.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  reader.on("SIGINT", () => process.kill(process.pid, "SIGINT")); // readline reads Ctrl-C as a key
  let isClosed = false; // at the end of input; answers that came before it may still be read
  reader.once("close", () => {
    isClosed = true;
  });
  const lines = reader[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined); // it may come between two questions

  return {
    say: (text) => void output.write(text),
    async ask(question, { isSecret } = { isSecret: false }) {
      signal.throwIfAborted();
      isEchoed = true;
      if (isClosed) output.write(question);
      else {
        reader.setPrompt(question);
        reader.prompt();
      }
      isEchoed = !isSecret;
      const line = await Promise.race([lines.next(), aborted]).finally(() => {
        isEchoed = false;
      });
      if (isSecret) output.write("\n");
      return line.done ? undefined : line.value.trim();
    },
    close() {
      reader.close();
      input.destroy();
    },
  };
}
