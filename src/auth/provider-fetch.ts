import { readWhole } from "../limits/read-whole.ts";
import { withTimeLimit } from "../limits/time-limit.ts";

/** What openid-client hands to `fetch`; the body is a form, or there is none. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Headers | Record<string, string>;
  readonly redirect: "manual";
  readonly body?: unknown;
}

/** A `fetch` as openid-client calls it. */
export type ProviderFetch = (url: string, options: FetchOptions) => Promise<Response>;

const answerLimitBytes = 1_000_000; // tokens and keys are a few kilobytes

/**
 * A `fetch` for the provider's endpoints. It reads the whole answer, so that the limits hold for
 * the body as well. The libraries' own limits are `AbortSignal.timeout`, see time-limit.ts.
 *
 * @param limitMs for request and answer together; then it fails with a `TimeoutError`
 */
export function providerFetch(limitMs: number): ProviderFetch {
  return (url, { method, headers, redirect, body }) =>
    withTimeLimit(limitMs, async (signal) => {
      const form = body instanceof URLSearchParams ? body : null;
      const answer = await fetch(url, { method, headers, redirect, body: form, signal });
      return new Response(await bodyOf(answer, signal), answer);
    });
}

/** A body that breaks off or is too large fails its reader only: a revocation's is never read. */
async function bodyOf(answer: Response, signal: AbortSignal) {
  if (!answer.body) return null;
  try {
    return new Uint8Array(await readWhole(answer, { limitBytes: answerLimitBytes, signal }));
  } catch (error) {
    if (signal.aborted) throw error;
    return new ReadableStream({ start: (stream) => stream.error(error) });
  }
}
