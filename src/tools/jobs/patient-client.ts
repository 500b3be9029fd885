import { setTimeout } from "node:timers/promises";
import pLimit from "p-limit";
import { AsanaApiError } from "../../asana/api-error.ts";
import {
  type Answer,
  type AsanaClient,
  createAsanaClient,
  fixedToken,
} from "../../asana/client.ts";
import type { AsanaCall, Operation } from "../../asana/operation.ts";

/** A pause before the next request, and why. */
export interface Wait {
  readonly reason: "rate-limited" | "trouble";
  readonly milliseconds: number;
}

/**
 * A client for long work. It waits as long as Asana asks, and sits out minutes of trouble. While the
 * rate is limited all calls wait, since each refused one counts too. A GET is repeated for ten
 * minutes; anything else only where Asana has not done it.
 *
 * @param inFlight so many calls at once; Asana allows 50 GETs and 15 others
 * @param firstPauseMs how long the first pause in trouble is; each further one is twice as long, half
 *   a minute at most
 * @param onWait gets each pause before it begins
 * @param signal ends calls and pauses at once
 * @returns a client that throws AsanaApiError, or the signal's reason
 * @see Asana's page "Rate limits"
 */
export function createPatientClient(options: {
  readonly token: string;
  readonly apiBaseUrl: string;
  readonly signal: AbortSignal;
  readonly inFlight?: number;
  readonly firstPauseMs?: number;
  readonly onWait?: (wait: Wait) => void;
  readonly onCall?: (call: AsanaCall) => void;
}): AsanaClient {
  const { token, apiBaseUrl: baseUrl, signal, inFlight = 20, firstPauseMs = 1_000 } = options;
  const { onWait = () => {}, onCall = () => {} } = options;
  const credential = fixedToken(token);
  const client = createAsanaClient({ credential, baseUrl, signal, callLimitMs: 30_000, onCall });
  const limit = pLimit(inFlight);
  let resumeAt = 0;

  async function call<Data>(operation: Operation<Data>): Promise<Answer<Data>> {
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const growingMs = firstPauseMs * 2 ** Math.min(attempt - 1, 6);
      const tried = await limit(() => tryOnce(operation, { growingMs, startedAt }));
      if ("answer" in tried) return tried.answer;
      if (tried.reason === "trouble") await setTimeout(tried.milliseconds, undefined, { signal });
    }
  }

  async function tryOnce<Data>(
    operation: Operation<Data>,
    about: { readonly growingMs: number; readonly startedAt: number },
  ): Promise<Wait | { readonly answer: Answer<Data> }> {
    await untilResumed(); // calls that were let in before the pause wait for its end too
    try {
      return { answer: await client.call(operation) };
    } catch (error) {
      signal.throwIfAborted();
      const wait = pauseAfter(error, { ...about, operation });
      if (!wait) throw error;
      onWait(wait);
      if (wait.reason === "rate-limited") {
        resumeAt = Math.max(resumeAt, performance.now() + wait.milliseconds);
      }
      return wait;
    }
  }

  async function untilResumed(): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const milliseconds = resumeAt - performance.now();
      if (milliseconds <= 0) return;
      await setTimeout(Math.ceil(milliseconds), undefined, { signal });
    }
  }

  return { call };
}

const troubleLastsMs = 10 * 60_000;
const longestPauseMs = 30_000;
const longestRateLimitMs = 60_000;

/** @returns undefined when trying again is of no use, or not safe */
function pauseAfter(
  error: unknown,
  about: {
    /** The pause that this attempt deserves. */
    readonly growingMs: number;
    readonly operation: Operation<unknown>;
    readonly startedAt: number;
  },
): Wait | undefined {
  if (!(error instanceof AsanaApiError)) return undefined;
  const { growingMs, operation, startedAt } = about;
  if (error.kind === "rate-limited") {
    const milliseconds = error.retryAfterMs ?? Math.min(2 * growingMs, longestRateLimitMs);
    return { reason: "rate-limited", milliseconds };
  }
  const isTooLarge = error.cause instanceof RangeError;
  const isPassing =
    ["failed", "unreachable", "slow", "unreadable"].includes(error.kind) && !isTooLarge;
  const isOver = performance.now() - startedAt > troubleLastsMs;
  if (!isPassing || operation.method !== "GET" || isOver) return undefined;
  return { reason: "trouble", milliseconds: Math.min(growingMs, longestPauseMs) };
}
