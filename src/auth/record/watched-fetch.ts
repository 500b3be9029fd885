import type { FetchOptions, ProviderFetch } from "../provider-fetch.ts";
import type { Message } from "./sign-in-record.ts";
import { parametersOf } from "./values.ts";

/** Sees a request and its answer as they go over the wire. What it throws is dropped. */
export interface WireWatcher {
  sent(request: Pick<Message, "method" | "url" | "parameters">): void;
  answered(answer: Pick<Message, "status" | "durationMs" | "failure">): void;
  /** The whole body of a 200 or 4xx, before whoever asked for it has it; if it is read at all. */
  read?(body: string): void;
}

/**
 * A `fetch` for openid-client and jose that lets somebody watch. Requests and answers stay as they
 * are, failures too.
 */
export function watchedFetch(watcher: WireWatcher, fetch: ProviderFetch): ProviderFetch {
  return async (url, options) => {
    const startedAt = performance.now();
    const durationMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
    quietly(() => watcher.sent(describeRequest(url, options)));
    try {
      const answer = await fetch(url, options);
      quietly(() => watcher.answered({ status: answer.status, durationMs: durationMs() }));
      const body = await bodyOf(answer);
      if (body !== undefined) quietly(() => watcher.read?.(body));
      return answer;
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
      const failure = isTimeout ? "timeout" : "no-connection";
      quietly(() => watcher.answered({ failure, durationMs: durationMs() }));
      throw error;
    }
  };
}

/** Read apart from whoever asked for it: it is there as a whole already, or broke off. */
function bodyOf(answer: Response): Promise<string | undefined> {
  return answer
    .clone()
    .text()
    .catch(() => undefined);
}

/** Recording must never end a sign-in: what goes wrong with it leaves a gap in the record. */
export function quietly(record: () => void): void {
  try {
    record();
  } catch {
    // The sign-in goes on as if nobody had watched.
  }
}

function describeRequest(url: string, { method, headers, body }: FetchOptions) {
  const { origin, pathname } = new URL(url);
  const authorization = new Headers(headers).get("authorization");
  const sent = [
    ...(authorization ? [["Authorization", authorization] as const] : []),
    ...(body instanceof URLSearchParams ? body : []),
  ];
  return { method, url: origin + pathname, parameters: parametersOf(sent) };
}
