import { SignInError, type SignInErrorKind } from "../sign-in-error.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import type { CheckName } from "./steps.ts";

/**
 * One check of a sign-in, which ends it when it fails. The record, where there is one, tells what
 * was found, and says "not applicable" where there was nothing to look at.
 *
 * @throws SignInError of the kind in `otherwise`
 */
export function ensure(
  isSo: boolean,
  check: {
    readonly name: CheckName;
    readonly saw: unknown;
    readonly expected?: unknown;
    readonly otherwise: SignInErrorKind;
    readonly recorder: SignInRecorder | undefined;
  },
): asserts isSo {
  const { name, saw, expected, otherwise, recorder } = check;
  const passed = saw === undefined ? "not-applicable" : "passed";
  recorder?.check(name, { outcome: isSo ? passed : "failed", saw, expected });
  if (!isSo) throw new SignInError(otherwise);
}
