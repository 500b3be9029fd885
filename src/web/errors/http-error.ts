import type { ErrorKind } from "./error-pages.ts";

/** A request that cannot be served, for a reason that lies in the request or the set-up. */
export class HttpError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind) {
    super(kind);
    this.name = "HttpError";
    this.kind = kind;
  }
}
