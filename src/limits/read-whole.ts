/**
 * Reads the whole body of an answer, which `signal` can end early. Throws RangeError when the body
 * is larger than the limit, and leaves the rest unread.
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
