import { setTimeout } from "node:timers/promises";

/** How long a page may wait for Asana in all, whatever it asks there. */
export const pageTimeMs = 13_000;

/** Waits for work within the page's time; then the error that `tooLate` makes. */
export async function withinPageTime<Result>(
  work: Promise<Result>,
  tooLate: () => Error,
): Promise<Result> {
  const timer = new AbortController();
  const timeout = setTimeout(pageTimeMs, undefined, { signal: timer.signal }).then(() => {
    throw tooLate();
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
    timeout.catch(() => {}); // aborted, or thrown already
    work.catch(() => {}); // nobody waits for it any more
  }
}
