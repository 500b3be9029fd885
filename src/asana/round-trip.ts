import { readWhole } from "../limits/read-whole.ts";
import { withTimeLimit } from "../limits/time-limit.ts";
import type { Method } from "./operation.ts";

/** One request to Asana, and its answer. */
export interface RoundTrip {
  /** Undefined when no answer arrived. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The parsed JSON; undefined when the answer is not JSON, or too large. */
  readonly body: unknown;
  readonly durationMs: number;
  /** Why there is no readable answer. */
  readonly failure: "unreachable" | "slow" | "unreadable" | undefined;
  readonly cause: unknown;
}

/** Answers of Asana hold 100 records at most; five megabytes are far beyond that. */
const answerLimitBytes = 5_000_000;

/**
 * Sends one request and reads its answer as JSON. Never throws; a failure is returned in
 * `failure` and `cause`.
 *
 * @param limitMs for request and answer together, the body included
 * @param signal ends it earlier
 */
export async function sendRequest(request: {
  readonly method: Method;
  readonly url: string;
  readonly accessToken: string;
  readonly body: unknown;
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
}): Promise<RoundTrip> {
  const { method, url, accessToken, body, limitMs, signal } = request;
  const startedAt = performance.now();
  let answer: Response | undefined;
  const result = (rest: Partial<RoundTrip>): RoundTrip => ({
    status: answer?.status,
    headers: answer?.headers ?? new Headers(),
    body: undefined,
    durationMs: performance.now() - startedAt,
    failure: undefined,
    cause: undefined,
    ...rest,
  });

  const send = async (limit: AbortSignal): Promise<RoundTrip> => {
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
      signal: limit,
    });
    const whole = await readWhole(answer, { limitBytes: answerLimitBytes, signal: limit });
    return result({ body: JSON.parse(whole.toString()) });
  };
  try {
    return await withTimeLimit(limitMs, send, signal);
  } catch (cause) {
    if (isTimeout(cause)) return result({ failure: "slow", cause });
    return result({ failure: answer ? "unreadable" : "unreachable", cause });
  }
}

/** Asana does not require it; a name helps those who read its logs. */
const userAgent = "sign-in-with-asana/1.0";

function isTimeout(error: unknown): boolean {
  const { name } = error as { readonly name?: unknown };
  return name === "TimeoutError" || name === "AbortError";
}
