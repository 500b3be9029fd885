import * as v from "valibot";
import type { AsanaCall, Operation } from "./operation.ts";
import type { RoundTrip } from "./round-trip.ts";

/** Why a call to Asana's API failed. */
export type AsanaApiErrorKind =
  | "unauthorized" // 401: the token has ended or was withdrawn
  | "scope-missing" // the token lacks a scope that the operation needs
  | "forbidden" // 403: the person, or their workspace, does not allow it
  | "not-found"
  | "page-expired" // the offset of a list's page is too old
  | "rate-limited"
  | "refused" // any other 4xx
  | "failed" // 5xx
  | "unreachable"
  | "slow"
  | "unreadable"; // not what the API description promises

/** A failed call. Callers decide by its kind; words for people are in src/words. */
export class AsanaApiError extends Error {
  readonly kind: AsanaApiErrorKind;
  /** The request that failed, with the status of its answer. */
  readonly call: AsanaCall;
  /** What Asana's support asks for after a 500, such as "6 sad squid snuggle softly". */
  readonly phrase: string | undefined;
  /** How long to wait, when Asana limits the rate. */
  readonly retryAfterMs: number | undefined;
  /** Scopes to ask for, space-separated; empty unless the kind is `scope-missing`. */
  readonly missingScope: string;

  constructor(
    kind: AsanaApiErrorKind,
    about: {
      readonly call: AsanaCall;
      readonly retryAfterMs?: number | undefined;
      readonly missingScope?: string;
      readonly cause?: unknown;
    },
  ) {
    super(kind, { cause: about.cause });
    this.name = "AsanaApiError";
    this.kind = kind;
    this.call = about.call;
    this.phrase = phraseIn(about.call.body);
    this.retryAfterMs = about.retryAfterMs;
    this.missingScope = about.missingScope ?? "";
  }
}

const Errors = v.object({ errors: v.tuple([v.object({ phrase: v.string() })]) });

/** Asana's text is used only if it looks like a phrase: a number and a few plain words. */
function phraseIn(body: unknown): string | undefined {
  if (!v.is(Errors, body)) return undefined;
  return /^\d{1,4}( [a-z-]{1,20}){2,6}$/i.exec(body.errors[0].phrase)?.[0];
}

/** One request of a call, and its round trip. */
export type Attempt = { readonly call: AsanaCall; readonly made: RoundTrip };

/** Why an attempt failed, by status or broken round trip; undefined when its answer can be read. */
export function failureOf(
  { call, made }: Attempt,
  operation: Operation<unknown>,
): AsanaApiError | undefined {
  const { status, failure, cause, headers } = made;
  if (status === undefined || (status >= 200 && status < 300)) {
    return failure && new AsanaApiError(failure, { call, cause });
  }
  const kind = kindOfStatus(status, operation);
  const isLimited = kind === "rate-limited";
  const waitMs = isLimited ? retryAfterMs(headers.get("retry-after"), Date.now()) : undefined;
  return new AsanaApiError(kind, { call, cause, retryAfterMs: waitMs });
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
 * How long Asana asks to wait, a quarter of an hour at most. The header holds seconds, as Asana
 * documents, or a date, as HTTP allows. Without a usable value it is a minute, since Asana counts
 * requests by the minute.
 *
 * @see RFC 9110, 10.2.3; Asana's page "Rate limits"
 */
function retryAfterMs(value: string | null, now: number): number {
  const text = value?.trim() ?? "";
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (!text || Number.isNaN(waitMs)) return 60_000;
  return Math.min(Math.max(waitMs, 0), 15 * 60_000);
}

/**
 * Milliseconds to wait before the one repeat of a call; undefined when it must not be repeated. It
 * may be when Asana has not done it, or when doing it twice changes nothing.
 */
export function repeatIn(
  { kind, retryAfterMs: waitMs = Number.POSITIVE_INFINITY }: AsanaApiError,
  { method }: Operation<unknown>,
): number | undefined {
  switch (kind) {
    case "rate-limited":
      return waitMs <= longestRateLimitWaitMs ? waitMs : undefined;
    case "failed":
    case "unreachable":
      return method === "GET" ? repeatAfterMs : undefined;
    default:
      return undefined;
  }
}

const repeatAfterMs = 200;
const longestRateLimitWaitMs = 3_000;
