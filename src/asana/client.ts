import { setTimeout } from "node:timers/promises";
import * as v from "valibot";
import { AsanaApiError, type Attempt, failureOf, repeatIn } from "./api-error.ts";
import { type AsanaCall, addressOf, missingScope, type Operation } from "./operation.ts";
import { sendRequest } from "./round-trip.ts";

/** Where a client gets the bearer token for its calls. */
export interface Credential {
  /** The token to use now. Its errors reach the caller of the client. */
  accessToken(): Promise<string>;
  /** Another token, if there is one, after Asana answered 401 to this one. */
  renewedToken?(refused: string): Promise<string | undefined>;
  /**
   * The scopes of the token, space-separated. Undefined when Asana does not call the token active, or
   * when scopes do not limit it, as with personal access tokens.
   */
  grantedScope?(): Promise<string | undefined>;
}

/** A token that stays the same: a personal access token, or a service account's. */
export function fixedToken(token: string): Credential {
  return { accessToken: async () => token };
}

export interface AsanaClient {
  /**
   * Performs one operation.
   *
   * A GET is repeated once after a broken connection or a 5xx. Any method is repeated once after a
   * 429 with a short `Retry-After`, since Asana has not done it. After a 401 it is sent once more
   * with a renewed token, if the credential has one.
   *
   * @throws AsanaApiError; the credential's own errors
   * @see Asana's pages "Errors" and "Rate limits"
   */
  call<Data>(operation: Operation<Data>): Promise<Answer<Data>>;
}

export interface Answer<Data> {
  readonly data: Data;
  /** The offset of a list's next page; undefined on the last one. */
  readonly nextOffset: string | undefined;
  readonly call: AsanaCall;
}

interface ClientOptions {
  readonly credential: Credential;
  readonly baseUrl?: string;
  /** Ends every call that is under way, when a page's time is over or after Ctrl-C. */
  readonly signal?: AbortSignal;
  readonly callLimitMs?: number;
  /** Gets each request that was made, also one that failed. */
  readonly onCall?: (call: AsanaCall) => void;
}

/**
 * A client of Asana's REST API for one bearer token of any kind. In a script:
 *
 *     const asana = createAsanaClient({ credential: fixedToken(token) });
 *     const workspaces = await listWorkspaces(asana);
 *     console.log(workspaces.map(({ name }) => name));
 */
export function createAsanaClient(options: ClientOptions): AsanaClient {
  const { credential, signal } = options;
  return {
    async call<Data>(operation: Operation<Data>): Promise<Answer<Data>> {
      let accessToken = await credential.accessToken();
      let { call, made } = await attempt(operation, accessToken, options);
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
          throw await explained(failure, operation, credential);
        }
        ({ call, made } = await attempt(operation, accessToken, options));
      }
      return readAnswer({ call, made }, operation);
    },
  };
}

async function attempt(
  operation: Operation<unknown>,
  accessToken: string,
  options: ClientOptions,
): Promise<Attempt> {
  const { baseUrl = "https://app.asana.com/api/1.0", callLimitMs = 6_000 } = options;
  const { method, scope } = operation;
  const url = addressOf(operation, baseUrl);
  const requestBody = operation.body && { data: operation.body };
  const made = await sendRequest({
    method,
    url,
    accessToken,
    body: requestBody,
    limitMs: callLimitMs,
    signal: options.signal,
  });
  const { status, durationMs, headers, body } = made;
  const announcedChange = headers.get("asana-change") ?? undefined;
  const call = { method, url, requestBody, scope, status, durationMs, body, announcedChange };
  options.onCall?.(call);
  return { call, made };
}

/** Finds a missing scope by comparing: the text of Asana's answer is undocumented. */
async function explained(
  failure: AsanaApiError,
  operation: Operation<unknown>,
  credential: Credential,
): Promise<AsanaApiError> {
  const { kind, call, cause } = failure;
  if (kind !== "forbidden" && kind !== "unauthorized") return failure;
  const granted = await credential.grantedScope?.();
  const missing = granted === undefined ? "" : missingScope(granted, operation.scope);
  return missing
    ? new AsanaApiError("scope-missing", { call, cause, missingScope: missing })
    : failure;
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
  if (!envelope.success) throw new AsanaApiError("unreadable", { call });
  const { data, next_page: nextPage } = envelope.output;
  return { data, nextOffset: nextPage?.offset, call };
}
