import type { AsanaApiErrorKind } from "./api-error.ts";
import type { AsanaCall } from "./call.ts";
import type { Operation } from "./operation.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { RoundTrip } from "./round-trip.ts";

/** Why an attempt failed. */
export interface Failure {
  readonly kind: AsanaApiErrorKind;
  readonly call: AsanaCall;
  readonly cause: unknown;
  readonly retryAfterMs?: number;
  readonly missing?: string;
}

/** One request of a call, and its round trip. */
export type Attempt = { readonly call: AsanaCall; readonly made: RoundTrip };

/**
 * The failure of an attempt, by its status or its broken round trip.
 *
 * @returns undefined when the answer can be read
 */
export function failureOf(
  { call, made }: Attempt,
  operation: Operation<unknown>,
): Failure | undefined {
  const { status, cause, headers } = made;
  if (status !== undefined && (status < 200 || status >= 300)) {
    const kind = kindOfStatus(status, operation);
    const wait = kind === "rate-limited" && {
      retryAfterMs: retryAfterMs(headers.get("retry-after"), Date.now()),
    };
    return { kind, call, cause, ...wait };
  }
  return made.failure && { kind: made.failure, call, cause };
}

/** Decides by the status, never by the answer's text. Asana's page "Errors" lists the statuses. */
function kindOfStatus(status: number, { query }: Operation<unknown>): AsanaApiErrorKind {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 429:
      return "rate-limited";
    case 400:
    case 412: // undocumented which of the two an expired offset gives
      return query?.offset === undefined ? "refused" : "page-expired";
    default:
      return status >= 500 ? "failed" : "refused";
  }
}

/**
 * Decides whether a call may be repeated: Asana has not done it, or doing it twice changes nothing.
 *
 * @returns milliseconds to wait before the one repeat; undefined when it must not be repeated
 */
export function repeatIn(failure: Failure, { method }: Operation<unknown>): number | undefined {
  switch (failure.kind) {
    case "rate-limited": {
      const { retryAfterMs: wait = Number.POSITIVE_INFINITY } = failure;
      return wait <= longestRateLimitWaitMs ? wait : undefined;
    }
    case "failed":
    case "unreachable":
      return method === "GET" ? repeatAfterMs : undefined;
    default:
      return undefined;
  }
}

const repeatAfterMs = 200;
const longestRateLimitWaitMs = 3_000;
