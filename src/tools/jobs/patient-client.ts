import { setTimeout } from "node:timers/promises";
import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaCall } from "../../asana/call.ts";
import { type Answer, type AsanaClient, createAsanaClient } from "../../asana/client.ts";
import { fixedToken } from "../../asana/credential.ts";
import type { Operation } from "../../asana/operation.ts";

/** Why nothing is asked for a while. */
export interface Wait {
  readonly reason: "rate-limited" | "trouble";
  readonly milliseconds: number;
}

/**
 * A client for long work: it waits as long as Asana asks, and through minutes of trouble, instead of
 * giving up. When the rate is limited all calls wait, since each refused one counts too. A GET is
 * repeated for ten minutes; anything else only where Asana has not done it.
 *
 * @param inFlight so many calls at once; Asana allows 50 GETs and 15 others
 * @param onWait is told of each pause
 * @param signal ends calls and pauses at once
 * @returns a client that throws AsanaApiError, or the signal's reason
 * @see Asana's page "Rate limits"
 */
export function createPatientClient(options: {
  readonly token: string;
  readonly apiBaseUrl: string;
  readonly signal: AbortSignal;
  readonly inFlight?: number;
  readonly onWait?: (wait: Wait) => void;
  readonly onCall?: (call: AsanaCall) => void;
}): AsanaClient {
  const { token, apiBaseUrl, signal, inFlight = 20, onWait = () => {}, onCall } = options;
  const client = createAsanaClient({
    credential: fixedToken(token),
    baseUrl: apiBaseUrl,
    signal,
    callLimitMs: 30_000,
    ...(onCall && { onCall }),
  });
  const enter = createGate(inFlight);
  let resumeAt = 0;

  async function call<Data>(operation: Operation<Data>): Promise<Answer<Data>> {
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const leave = await enter();
      try {
        await untilResumed(); // inside, or those that waited at the gate would not wait
        return await client.call(operation);
      } catch (error) {
        signal.throwIfAborted();
        const wait = pauseAfter(error, { attempt, operation, startedAt });
        if (!wait) throw error;
        onWait(wait);
        if (wait.reason === "rate-limited") {
          resumeAt = Math.max(resumeAt, performance.now() + wait.milliseconds);
        } else {
          leave();
          await setTimeout(wait.milliseconds, undefined, { signal });
        }
      } finally {
        leave();
      }
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
    readonly attempt: number;
    readonly operation: Operation<unknown>;
    readonly startedAt: number;
  },
): Wait | undefined {
  if (!(error instanceof AsanaApiError)) return undefined;
  const { attempt, operation, startedAt } = about;
  const growing = 1_000 * 2 ** Math.min(attempt - 1, 6);
  if (error.kind === "rate-limited") {
    const milliseconds = error.retryAfterMs ?? Math.min(2 * growing, longestRateLimitMs);
    return { reason: "rate-limited", milliseconds };
  }
  const isTooLarge = error.cause instanceof RangeError;
  const isPassing =
    ["failed", "unreachable", "slow", "unreadable"].includes(error.kind) && !isTooLarge;
  const isOver = performance.now() - startedAt > troubleLastsMs;
  if (!isPassing || operation.method !== "GET" || isOver) return undefined;
  return { reason: "trouble", milliseconds: Math.min(growing, longestPauseMs) };
}

/** Lets so many in at once; each leaves by the function that it got, once however often it calls. */
function createGate(most: number): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async () => {
    if (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const next = waiting.shift();
      if (next)
        next(); // takes the place over
      else inside -= 1;
    };
  };
}
