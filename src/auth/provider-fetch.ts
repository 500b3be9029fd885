import { readWhole } from "../limits/read-whole.ts";
import { withTimeLimit } from "../limits/time-limit.ts";
import type { Measure } from "../measurement.ts";
import type { FetchOptions, ProviderCall, SignInObserver } from "./sign-in-observer.ts";

/** The call that an observer watches. */
export type ObservedCall = { readonly call: ProviderCall; readonly observer: SignInObserver };

/** A `fetch` as openid-client calls it. */
type ProviderFetch = (url: string, options: FetchOptions) => Promise<Response>;

const answerLimitBytes = 1_000_000; // tokens and keys are a few kilobytes

/**
 * A `fetch` for the provider's endpoints. It reads the whole answer, so that the limits hold for
 * the body as well. The libraries' own limits are `AbortSignal.timeout`, see time-limit.ts.
 *
 * @param limitMs for request and answer together; then it fails with a `TimeoutError`
 */
export function providerFetch(
  limitMs: number,
  observed?: ObservedCall,
  measure?: Measure,
): ProviderFetch {
  const fetchInTime: ProviderFetch = (url, { method, headers, redirect, body }) =>
    withTimeLimit(limitMs, async (signal) => {
      const form = body instanceof URLSearchParams ? body : null;
      const answer = await fetch(url, { method, headers, redirect, body: form, signal });
      return new Response(await bodyOf(answer, signal), answer);
    });
  const fetchMeasured = measure ? measuredFetch(fetchInTime, measure) : fetchInTime;
  return observed ? observedFetch(fetchMeasured, observed) : fetchMeasured;
}

function measuredFetch(fetch: ProviderFetch, measure: Measure): ProviderFetch {
  return async (url, options) => {
    const startedAt = performance.now();
    let status: number | undefined;
    try {
      const answer = await fetch(url, options);
      status = answer.status;
      return answer;
    } finally {
      const durationMs = performance.now() - startedAt;
      measure({ of: "asana-call", method: options.method, url, status, durationMs });
    }
  };
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

/** A `fetch` whose requests, answers and failures an observer sees; it changes none of them. */
function observedFetch(fetch: ProviderFetch, { call, observer }: ObservedCall): ProviderFetch {
  return async (url, options) => {
    const startedAt = performance.now();
    observer({ event: "sent", call, url, options });
    const answer = await fetch(url, options).catch((error) => {
      observer({ event: "unanswered", call, error, durationMs: performance.now() - startedAt });
      throw error;
    });
    const durationMs = performance.now() - startedAt;
    const copy = answer.clone(); // its body is there as a whole already, or it broke off
    const body = await copy.text().catch(() => undefined);
    observer({ event: "answered", call, status: answer.status, body, durationMs });
    return answer;
  };
}
