import type { Message } from "./sign-in-record.ts";
import { parametersOf } from "./values.ts";

/** Sees a request and its answer as they go over the wire. What it throws is dropped. */
export interface WireWatcher {
  sent(request: Pick<Message, "method" | "url" | "parameters">): void;
  answered(answer: Pick<Message, "status" | "durationMs" | "failure">): void;
  /** The whole body of a 200 or 4xx, before whoever asked for it has it; if it is read at all. */
  read?(body: string): void;
}

/** What openid-client and jose hand to `fetch`; the body is a form, or there is none. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Headers | Record<string, string>;
  readonly redirect: "manual";
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A `fetch` for openid-client and jose that lets somebody watch. Requests and answers stay as they
 * are, failures too.
 */
export function watchedFetch(
  watcher: WireWatcher,
): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { body, signal = null, ...options }) => {
    const form = body instanceof URLSearchParams ? body : null;
    const startedAt = performance.now();
    const durationMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
    quietly(() => watcher.sent(describeRequest(url, { ...options, form })));
    try {
      const response = await fetch(url, { ...options, body: form, signal });
      quietly(() => watcher.answered({ status: response.status, durationMs: durationMs() }));
      return watcher.read ? withWatchedBody(response, watcher.read) : response;
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
      const failure = isTimeout ? "timeout" : "no-connection";
      quietly(() => watcher.answered({ failure, durationMs: durationMs() }));
      throw error;
    }
  };
}

/** Recording must never end a sign-in: what goes wrong with it leaves a gap in the record. */
export function quietly(record: () => void): void {
  try {
    record();
  } catch {
    // The sign-in goes on as if nobody had watched.
  }
}

function describeRequest(
  url: string,
  { method, headers, form }: Omit<FetchOptions, "body"> & { form: URLSearchParams | null },
) {
  const { origin, pathname } = new URL(url);
  const authorization = new Headers(headers).get("authorization");
  const sent = [
    ...(authorization ? [["Authorization", authorization] as const] : []),
    ...(form ?? []),
  ];
  return { method, url: origin + pathname, parameters: parametersOf(sent) };
}

/**
 * Passes the body on in the pieces in which it arrives, so that it takes no longer and fails in the
 * same way; a copy that is read apart from it might come in late.
 */
function withWatchedBody(response: Response, read: (body: string) => void): Response {
  const isReadable = response.status === 200 || Math.floor(response.status / 100) === 4;
  if (!response.body || !isReadable) return response; // none that a new Response might refuse
  const pieces: Uint8Array[] = [];
  const watched = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      pieces.push(piece);
      controller.enqueue(piece);
    },
    flush: () => quietly(() => read(Buffer.concat(pieces).toString())),
  });
  return new Response(response.body.pipeThrough(watched), response);
}
