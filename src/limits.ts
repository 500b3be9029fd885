/**
 * Works within a limit of time. The signal that the work gets fires when the time is over, with a
 * `TimeoutError`, or when the outer one does; then the work is not waited for any longer.
 *
 * Not `AbortSignal.timeout` and `AbortSignal.any`: nothing but the request holds those, and Node 20
 * collects them as garbage while it waits, so that they never fire. For the same reason a signal
 * alone does not end a `fetch` whose body stalls.
 */
export async function withTimeLimit<Result>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> {
  const controller = new AbortController();
  const { signal } = controller;
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  const timer = setTimeout(() => {
    controller.abort(new DOMException("the time is over", "TimeoutError"));
  }, limitMs);
  const stop = () => controller.abort(outer?.reason);
  outer?.addEventListener("abort", stop, { once: true });
  if (outer?.aborted) stop();
  try {
    return await Promise.race([work(signal), over]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", stop);
  }
}

/**
 * Reads the whole body of an answer.
 *
 * @param signal ends it early
 * @throws RangeError when it is larger than the limit; then the rest is not read
 */
export async function readWhole(
  answer: Response,
  { limitBytes, signal }: { limitBytes: number; signal: AbortSignal },
): Promise<Buffer> {
  const reader = answer.body?.getReader();
  const stop = () => void reader?.cancel().catch(() => undefined); // it has broken off already
  signal.addEventListener("abort", stop, { once: true });
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return Buffer.concat(pieces);
    bytes += value.byteLength;
    if (bytes > limitBytes) {
      stop();
      throw new RangeError("the answer is too large");
    }
    pieces.push(value);
  }
}
