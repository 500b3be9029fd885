import type { CheckEvent, SignInObserver } from "./sign-in-observer.ts";

/** Why a sign-in failed, one kind for each thing that a person or an operator can do about it. */
export type SignInErrorKind =
  | "provider-unavailable" // no discovery document yet
  | "provider-slow"
  | "provider-failed"
  | "request-refused" // Asana refused the authorization request itself
  | "scope-refused"
  | "client-refused" // Asana refused our client id and secret
  | "sign-in-expired" // no attempt for this state: used, too old, or made up
  | "sign-in-not-started-here"
  | "response-malformed"
  | "issuer-mismatch"
  | "code-refused"
  | "answer-untrusted" // the token response or its ID token fails a check
  | "id-token-missing"
  | "id-token-untimely" // expired, or from the future: a clock is wrong
  | "subject-mismatch" // UserInfo is about another person
  | "workspace-not-allowed" // in none of the workspaces whose people may sign in
  | "workspaces-unknown"; // Asana did not tell which they are in

/** A sign-in has failed, and nobody is signed in. */
export class SignInError extends Error {
  readonly kind: SignInErrorKind;

  constructor(kind: SignInErrorKind, cause?: unknown) {
    super(kind, { cause });
    this.name = "SignInError";
    this.kind = kind;
  }
}

/** The registered app may not ask for these scopes; the person can do nothing, the operator can. */
export class ScopeRefused extends SignInError {
  readonly scopes: readonly string[];

  constructor(scopes: readonly string[]) {
    super("scope-refused");
    this.name = "ScopeRefused";
    this.scopes = scopes;
  }
}

/** Makes one check of a sign-in. When it fails, throws SignInError of the kind in `otherwise`. */
export function ensure(
  isSo: boolean,
  check: Pick<CheckEvent, "name" | "saw" | "expected"> & {
    readonly otherwise: SignInErrorKind;
    readonly observer: SignInObserver;
  },
): asserts isSo {
  const { otherwise, observer, ...made } = check;
  observer({ event: "checked", ...made, passed: isSo });
  if (!isSo) throw new SignInError(otherwise);
}
