import type { Writable } from "node:stream";

/** Shows how far long work has come. */
export interface Progress {
  /** @param words how far it is now; shown unless the last ones are too fresh */
  show(words: string): void;
  /** Something worth a line of its own. */
  say(line: string): void;
  /** Clears the line of progress. */
  end(): void;
}

/**
 * Progress on one line of a terminal, rewritten ten times a second; elsewhere, such as in the log of a
 * nightly job, a new line every ten seconds.
 *
 * @param now milliseconds, of a clock that never jumps
 */
export function createProgress(
  output: Writable & { readonly isTTY?: boolean; readonly columns?: number },
  now: () => number = () => performance.now(),
): Progress {
  const isTerminal = output.isTTY === true;
  const everyMs = isTerminal ? 100 : 10_000;
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = isTerminal ? "\r\u001b[K" : "";
  return {
    show(words) {
      if (now() - shownAt < everyMs) return;
      shownAt = now();
      const line = isTerminal ? words.slice(0, (output.columns || 80) - 1) : words;
      output.write(isTerminal ? clear + line : `${line}\n`);
    },
    say: (line) => void output.write(`${clear}${line}\n`),
    end: () => void output.write(clear),
  };
}
