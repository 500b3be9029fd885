import { setTimeout } from "node:timers/promises";
import * as v from "valibot";
import { AsanaApiError } from "./api-error.ts";
import type { AsanaCall } from "./call.ts";
import type { Credential } from "./credential.ts";
import { type Attempt, type Failure, failureOf, repeatIn } from "./failure.ts";
import { addressOf, type Operation } from "./operation.ts";
import { exchange } from "./round-trip.ts";
import { missingScope } from "./scopes.ts";

export interface AsanaClient {
  /**
   * Performs one operation.
   *
   * A GET is repeated once after a broken connection or a 5xx, and anything is after a 429 whose
   * `Retry-After` is short: Asana has not done it. After a 401 it is tried once more with a renewed
   * token, if the credential has one. Beyond that nothing is repeated.
   *
   * @throws AsanaApiError; whatever the credential throws
   * @see Asana's pages "Errors" and "Rate limits"
   */
  call<Data>(operation: Operation<Data>): Promise<Answer<Data>>;
}

export interface Answer<Data> {
  readonly data: Data;
  /** Where a list goes on, to be sent back as it is. */
  readonly nextOffset: string | undefined;
  readonly call: AsanaCall;
}

export interface ClientOptions {
  readonly credential: Credential;
  readonly baseUrl?: string;
  /** Ends every call that is still under way: the time of a page, or Ctrl-C. */
  readonly signal?: AbortSignal;
  readonly callLimitMs?: number;
  /** Is told of each request that was made, the failed ones included. */
  readonly onCall?: (call: AsanaCall) => void;
}

/**
 * A client of Asana's REST API for one bearer token, whichever of the four methods gave it. In a
 * script:
 *
 *     const asana = createAsanaClient({ credential: fixedToken(token) });
 *     const workspaces = await listWorkspaces(asana);
 *     console.log(workspaces.map(({ name }) => name));
 */
export function createAsanaClient(options: ClientOptions): AsanaClient {
  const {
    credential,
    baseUrl = "https://app.asana.com/api/1.0",
    signal,
    callLimitMs = 6_000,
    onCall = () => {},
  } = options;

  async function attempt(operation: Operation<unknown>, accessToken: string): Promise<Attempt> {
    const { method, scope, body } = operation;
    const url = addressOf(operation, baseUrl);
    const requestBody = body && { data: body };
    const made = await exchange({
      method,
      url,
      accessToken,
      body: requestBody,
      limitMs: callLimitMs,
      signal,
    });
    const { status, durationMs, headers } = made;
    const announcedChange = headers.get("asana-change") ?? undefined;
    const call = {
      method,
      url,
      requestBody,
      scope,
      status,
      durationMs,
      body: made.body,
      announcedChange,
    };
    onCall(call);
    return { call, made };
  }

  /** A missing scope is found by comparing, never in the answer's text, which is undocumented. */
  async function explain(failure: Failure, operation: Operation<unknown>): Promise<AsanaApiError> {
    if (failure.kind !== "forbidden" && failure.kind !== "unauthorized") return toError(failure);
    const granted = await credential.grantedScope?.();
    const missing = granted === undefined ? "" : missingScope(granted, operation.scope);
    return toError(missing ? { ...failure, kind: "scope-missing", missing } : failure);
  }

  return {
    async call<Data>(operation: Operation<Data>): Promise<Answer<Data>> {
      let accessToken = await credential.accessToken();
      let { call, made } = await attempt(operation, accessToken);
      let mayRenew = true;
      let mayRepeat = true;

      for (;;) {
        const failure = failureOf({ call, made }, operation);
        if (!failure) break;
        const waitMs = mayRepeat ? repeatIn(failure, operation) : undefined;
        const renewed =
          failure.kind === "unauthorized" && mayRenew
            ? await credential.renewedToken?.(accessToken)
            : undefined;
        if (renewed !== undefined) {
          mayRenew = false;
          accessToken = renewed;
        } else if (waitMs !== undefined && (await waited(waitMs, signal))) {
          mayRepeat = false;
        } else {
          throw await explain(failure, operation);
        }
        ({ call, made } = await attempt(operation, accessToken));
      }
      return readAnswer({ call, made }, operation);
    },
  };
}

/** @returns false when there is no time left */
async function waited(milliseconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  await setTimeout(milliseconds, undefined, signal && { signal }).catch(() => undefined);
  return !signal?.aborted;
}

function readAnswer<Data>({ call, made }: Attempt, { schema }: Operation<Data>): Answer<Data> {
  const Envelope = v.object({
    data: schema,
    next_page: v.nullish(v.object({ offset: v.string() })),
  });
  const envelope = v.safeParse(Envelope, made.body);
  if (!envelope.success) throw toError({ kind: "unreadable", call, cause: undefined });
  const { data, next_page: nextPage } = envelope.output;
  return { data, nextOffset: nextPage?.offset, call };
}

function toError({ kind, missing = "", ...about }: Failure): AsanaApiError {
  return new AsanaApiError(kind, { ...about, missingScope: missing });
}
