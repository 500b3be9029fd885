/** Why there is no access token to use now. */
export type AccessErrorKind =
  | "access-ended" // withdrawn, run out, or refused: only the person can give it again
  | "refresh-refused" // Asana refused our client id and secret
  | "refresh-failed"
  | "refresh-slow";

/** The app has no access token to act with for a person. */
export class AccessError extends Error {
  readonly kind: AccessErrorKind;

  constructor(kind: AccessErrorKind, cause?: unknown) {
    super(kind, { cause });
    this.name = "AccessError";
    this.kind = kind;
  }
}
