import type { Writable } from "node:stream";

/** Tells how far long work has come. */
export interface Progress {
  /** @param words how far it is now; said when it is time to */
  show(words: string): void;
  /** Something worth a line of its own. */
  say(line: string): void;
  /** Takes the line away that is rewritten. */
  end(): void;
}

/**
 * On a terminal one line that is written anew; elsewhere, such as in the log of a nightly job, a line
 * every ten seconds.
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
