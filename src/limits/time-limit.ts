import { setMaxListeners } from "node:events";

/** A limit of time that has begun. */
export interface TimeLimit {
  /** Fires when the time is up, with a `TimeoutError`, or when the outer signal does. */
  readonly signal: AbortSignal;
  /**
   * Waits for `work` until the time is up; then gives what `otherwise` gives or throws. `work` is
   * not cancelled, unless it listens to the signal.
   *
   * @param otherwise is called with the signal's reason
   */
  wait<Result>(work: Promise<Result>, otherwise: (reason: unknown) => Result): Promise<Result>;
  /** Lets go of the timer and of the outer signal, once there is nothing more to wait for. */
  release(): void;
  /** Keeps the process from ending before the time is up or nobody waits any more. */
  ref(): void;
}

/**
 * Starts a limit of time: the one race against time that there is in this app.
 *
 * Not `AbortSignal.timeout` and `AbortSignal.any`: in Node 20 such a signal can be garbage-collected
 * while only `fetch` refers to it, and then never fires. For the same reason a signal alone does not
 * end a `fetch` whose body stalls, so `wait` races against the clock.
 *
 * @param outer ends the time early
 */
export function startTimeLimit(limitMs: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal); // one for each call, and ten calls at once are no leak
  const isOver = Symbol("over");
  const over = new Promise<typeof isOver>((resolve) => {
    signal.addEventListener("abort", () => resolve(isOver), { once: true });
  });
  const timer = setTimeout(() => {
    controller.abort(new DOMException("the time is over", "TimeoutError"));
  }, limitMs).unref();
  const stop = () => controller.abort(outer?.reason);
  outer?.addEventListener("abort", stop, { once: true });
  if (outer?.aborted) stop();

  return {
    signal,
    async wait(work, otherwise) {
      const first = await Promise.race([work, over]);
      return first === isOver ? otherwise(signal.reason) : first;
    },
    release() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stop);
    },
    ref: () => void timer.ref(),
  };
}

/**
 * Works within a limit of time, which keeps the process alive: in Node 20 a `fetch` to a port of
 * `localhost` may end in nothing at all, and a command that waits for it would end silently.
 *
 * @param work gets the signal that fires when the time is up
 * @param outer ends the time early
 * @throws the signal's reason when the time is up: a `TimeoutError`, or the outer signal's reason
 */
export async function withTimeLimit<Result>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> {
  const limit = startTimeLimit(limitMs, outer);
  limit.ref();
  try {
    return await limit.wait(work(limit.signal), (reason) => {
      throw reason;
    });
  } finally {
    limit.release();
  }
}

/** Waits for `work`, which is not cancelled; gives undefined when it takes longer than the limit. */
export async function waitAtMost<Result>(
  limitMs: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  const limit = startTimeLimit(limitMs);
  try {
    return await limit.wait<Result | undefined>(work, () => undefined);
  } finally {
    limit.release();
  }
}
