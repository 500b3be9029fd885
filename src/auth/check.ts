import { SignInError, type SignInErrorKind } from "./sign-in-error.ts";
import type { CheckEvent, SignInObserver } from "./sign-in-observer.ts";

/**
 * Makes one check of a sign-in, and ends the sign-in when it fails.
 *
 * @throws SignInError of the kind in `otherwise`
 */
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
