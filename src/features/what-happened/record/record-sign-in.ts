import type { CheckEvent, SignInObserver } from "../../../auth/sign-in-observer.ts";
import { recordAuthorizationRequest } from "./browser-messages.ts";
import { timeSeen } from "./shown-values.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import { recordKeysResponse, recordSignature } from "./signature-record.ts";
import { tokenResponseRecord } from "./token-response-record.ts";
import { userInfoRecord } from "./userinfo-record.ts";
import { recordNoAnswer, recordRequest } from "./wire-messages.ts";

/**
 * Records what the observer of a sign-in sees.
 *
 * @param now epoch milliseconds
 */
export function recordSignIn(recorder: SignInRecorder, now: () => number): SignInObserver {
  const token = tokenResponseRecord(recorder, now);
  const userInfo = userInfoRecord(recorder);
  const answers = {
    token: token.answered,
    "signing-keys": recordKeysResponse.bind(undefined, recorder),
    userinfo: userInfo.answered,
  };

  return (happened) => {
    switch (happened.event) {
      case "authorization-request":
        return recordAuthorizationRequest(recorder, happened);
      case "sent":
        return recordRequest(recorder, happened);
      case "answered":
        return answers[happened.call](happened);
      case "unanswered":
        return recordNoAnswer(recorder, happened);
      case "checked":
        return recordOwnCheck(recorder, happened, now);
      case "code-exchanged":
        return token.exchanged(happened);
      case "new-key-needed":
        return recorder.note("new-key-needed");
      case "signature-verified":
        return recordSignature(recorder, happened);
      case "userinfo-checked":
        return userInfo.checked(happened);
      case "userinfo-missing":
        return recorder.note("without-userinfo");
    }
  };
}

function recordOwnCheck(recorder: SignInRecorder, check: CheckEvent, now: () => number): void {
  const { name, saw, expected, passed } = check;
  const outcome = saw === undefined ? "not-applicable" : "passed";
  recorder.check(name, {
    outcome: passed ? outcome : "failed",
    saw: name === "issued-at" ? timeSeen(saw, now()) : saw,
    expected,
  });
}
