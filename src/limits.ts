/**
 * Works within a limit of time. The signal that the work gets fires when the time is over, with a
 * `TimeoutError`, or when the outer one does.
 *
 * Not `AbortSignal.timeout` and `AbortSignal.any`: nothing but the request holds those, and Node 20
 * collects them as garbage while it waits, so that they never fire.
 */
export async function withTimeLimit<Result>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException("the time is over", "TimeoutError"));
  }, limitMs);
  const stop = () => controller.abort(outer?.reason);
  if (outer?.aborted) stop();
  outer?.addEventListener("abort", stop, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", stop);
  }
}

/**
 * Reads the whole body of an answer.
 *
 * @throws RangeError when it is larger than the limit; then the rest is not read
 */
export async function readWhole(answer: Response, limitBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) throw new RangeError("the answer is too large"); // ends the stream
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
