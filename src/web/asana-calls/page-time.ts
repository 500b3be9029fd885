import { startTimeLimit } from "../../limits/time-limit.ts";

/** The time that a page may wait for Asana in all, however many calls it makes there. */
export interface PageTime {
  /** Ends the calls that are under way when the time is up. */
  readonly signal: AbortSignal;
  /** Waits for `work` until time is up, then throws `tooLate()`. `work` is not cancelled. */
  within<Result>(work: Promise<Result>, tooLate: () => Error): Promise<Result>;
}

/** Starts the time of a page. */
export function startPageTime(pageTimeMs: number): PageTime {
  const limit = startTimeLimit(pageTimeMs);
  limit.unref();
  return {
    signal: limit.signal,
    within: (work, tooLate) =>
      limit.wait(work, () => {
        throw tooLate();
      }),
  };
}
