import { setMaxListeners } from "node:events";

/** A limit of time that has begun. */
export type TimeLimit = ReturnType<typeof startTimeLimit>;

/**
 * Starts a limit of time, which `outer` can end early.
 *
 * Not `AbortSignal.timeout` and `AbortSignal.any`: in Node 20 such a signal can be garbage-collected
 * while only `fetch` refers to it, and then never fires. For the same reason a signal alone does not
 * end a `fetch` whose body stalls, so `wait` races against the clock.
 */
export function startTimeLimit(limitMs: number, outer?: AbortSignal) {
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal); // each call adds one, and ten calls at once are no leak
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
    /** Fires when the time is up, with a `TimeoutError`, or when the outer signal does. */
    signal,
    /**
     * Waits for `work` until the time is up, then gives or throws what `otherwise` does, which gets
     * the signal's reason. Cancels nothing: `work` may listen to the signal.
     */
    async wait<Result>(work: Promise<Result>, otherwise: (reason: unknown) => Result) {
      const first = await Promise.race([work, over]);
      return first === isOver ? otherwise(signal.reason) : first;
    },
    /** Lets go of the timer and of the outer signal. */
    release() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stop);
    },
    /** Keeps the process from ending before the time is up or nobody waits any more. */
    ref: () => void timer.ref(),
  };
}

/**
 * Works within a limit of time, which `outer` can end early. Keeps the process alive: in Node 20 a
 * `fetch` to `localhost` may never settle, and a command that waits for it would end silently.
 *
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

/** Waits for `work`; gives undefined when it takes longer. Cancels nothing. */
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
