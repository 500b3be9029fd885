import type { ProviderFetch } from "./provider-fetch.ts";
import type { ProviderCall, SignInObserver } from "./sign-in-observer.ts";

/** The call that an observer watches. */
export interface ObservedCall {
  readonly call: ProviderCall;
  readonly observer: SignInObserver;
}

/** A `fetch` whose requests, answers and failures an observer sees; it changes none of them. */
export function observedFetch(
  fetch: ProviderFetch,
  { call, observer }: ObservedCall,
): ProviderFetch {
  return async (url, options) => {
    const startedAt = performance.now();
    observer({ event: "sent", call, url, options });
    const answer = await fetch(url, options).catch((error) => {
      const durationMs = performance.now() - startedAt;
      observer({ event: "unanswered", call, error, durationMs });
      throw error;
    });
    const durationMs = performance.now() - startedAt;
    // Of a copy: `providerFetch` has the body as a whole already, or it broke off.
    const body = await answer
      .clone()
      .text()
      .catch(() => undefined);
    observer({ event: "answered", call, status: answer.status, body, durationMs });
    return answer;
  };
}
