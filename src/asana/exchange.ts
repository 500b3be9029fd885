import type { Method } from "./call.ts";

/** One request to Asana, and what came back. */
export interface Exchange {
  /** Undefined when no answer arrived. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The parsed JSON; undefined when the answer was none, or more than we read. */
  readonly body: unknown;
  readonly durationMs: number;
  /** What ended it before a readable answer was there. */
  readonly failure: "unreachable" | "slow" | "unreadable" | undefined;
  readonly cause: unknown;
}

/** Answers of Asana hold 100 records at most; five megabytes are far beyond that. */
const bodyLimitBytes = 5_000_000;

/**
 * Sends one request and reads its answer as JSON. Never throws: what goes wrong is told.
 *
 * @param signal ends it, while the answer is read as well
 */
export async function exchange(request: {
  readonly method: Method;
  readonly url: string;
  readonly accessToken: string;
  readonly body: unknown;
  readonly signal: AbortSignal;
}): Promise<Exchange> {
  const { method, url, accessToken, body, signal } = request;
  const startedAt = performance.now();
  let answer: Response | undefined;
  const told = (rest: Partial<Exchange>): Exchange => ({
    status: answer?.status,
    headers: answer?.headers ?? new Headers(),
    body: undefined,
    durationMs: performance.now() - startedAt,
    failure: undefined,
    cause: undefined,
    ...rest,
  });

  try {
    answer = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: "application/json",
        "user-agent": userAgent,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: "error",
      signal,
    });
  } catch (cause) {
    return told({ failure: isTimeout(cause) ? "slow" : "unreachable", cause });
  }
  try {
    return told({ body: JSON.parse(await readText(answer)) });
  } catch (cause) {
    return told({ failure: isTimeout(cause) ? "slow" : "unreadable", cause });
  }
}

/** Asana requires nothing here; a name helps whoever reads its logs. */
const userAgent = "sign-in-with-asana/1.0";

async function readText(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyLimitBytes) throw new RangeError("the answer is too large"); // ends the stream
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isTimeout(error: unknown): boolean {
  const { name } = error as { readonly name?: unknown };
  return name === "TimeoutError" || name === "AbortError";
}
