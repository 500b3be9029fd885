import { setTimeout } from "node:timers/promises";

/** Waits for work within the page's time; then the error that `tooLate` makes. */
export async function withinPageTime<Result>(
  work: Promise<Result>,
  { pageTimeMs, tooLate }: { pageTimeMs: number; tooLate: () => Error },
): Promise<Result> {
  const timer = new AbortController();
  const timeout = setTimeout(pageTimeMs, undefined, { signal: timer.signal }).then(() => {
    throw tooLate();
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
  }
}
