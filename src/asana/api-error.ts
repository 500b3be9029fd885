import type { AsanaCall } from "./call.ts";

/** Why a call to Asana's API gave nothing to work with. */
export type AsanaApiErrorKind =
  | "unauthorized" // 401: the token has ended or was withdrawn
  | "forbidden" // 403: a scope or a right is missing
  | "not-found"
  | "rate-limited"
  | "refused" // any other 4xx
  | "failed" // 5xx
  | "unreachable"
  | "slow"
  | "unreadable"; // not what the API description promises

export class AsanaApiError extends Error {
  readonly kind: AsanaApiErrorKind;
  readonly call: AsanaCall;

  constructor(kind: AsanaApiErrorKind, { call, cause }: { call: AsanaCall; cause?: unknown }) {
    super(kind, { cause });
    this.name = "AsanaApiError";
    this.kind = kind;
    this.call = call;
  }
}

/**
 * The kind of an HTTP status that is not 2xx. Statuses decide, never the text of the answer.
 *
 * @see Asana's page "Errors"
 */
export function kindOfStatus(status: number): AsanaApiErrorKind {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 429:
      return "rate-limited";
    default:
      return status >= 500 ? "failed" : "refused";
  }
}
