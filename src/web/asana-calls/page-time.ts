import { setMaxListeners } from "node:events";

/** The time that a page may wait for Asana in all, whatever it asks there. */
export interface PageTime {
  /** Ends calls that are under way when the time is over. */
  readonly signal: AbortSignal;
  /** Waits for work, which goes on unheard when the time is over; then the error of `tooLate`. */
  within<Result>(work: Promise<Result>, tooLate: () => Error): Promise<Result>;
}

export function startPageTime(pageTimeMs: number): PageTime {
  const controller = new AbortController(); // see limits.ts for why not AbortSignal.timeout
  const { signal } = controller;
  setMaxListeners(0, signal); // one for each call, and ten calls at once are no leak
  setTimeout(() => controller.abort(new DOMException("over", "TimeoutError")), pageTimeMs).unref();
  const over = Symbol("over");
  const end = new Promise<typeof over>((resolve) => {
    signal.addEventListener("abort", () => resolve(over), { once: true });
  });
  return {
    signal,
    async within(work, tooLate) {
      const first = await Promise.race([work, end]);
      if (first === over) throw tooLate();
      return first;
    },
  };
}
