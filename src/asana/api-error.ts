import * as v from "valibot";
import type { AsanaCall } from "./operation.ts";

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
