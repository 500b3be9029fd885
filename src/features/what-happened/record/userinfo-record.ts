import type { SignInEvent } from "../../../auth/sign-in-observer.ts";
import { jsonObject } from "./json-object.ts";
import { claimsShown } from "./shown-values.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import { type Answer, recordAnswer } from "./wire-messages.ts";

/** Records the UserInfo response, and how openid-client's check of it ended. */
export interface UserInfoRecord {
  answered(answer: Answer): void;
  checked(ended: Extract<SignInEvent, { event: "userinfo-checked" }>): void;
}

/** The part of a sign-in's record that is about UserInfo. */
export function userInfoRecord(recorder: SignInRecorder): UserInfoRecord {
  let status: number | undefined;
  let body: Record<string, unknown> | undefined;

  return {
    answered(answer) {
      ({ status } = answer);
      body = jsonObject(answer.body);
      // The text of an error is a stranger's. An answer is about the person, who may see it.
      const shown = body && status === 200 ? claimsShown(body) : undefined;
      recordAnswer(recorder, answer, shown);
    },
    checked({ subject, error }) {
      if (status !== 200) return;
      const outcome = error === undefined ? "passed" : "failed";
      recorder.check("userinfo-subject", {
        outcome,
        saw: body?.sub ?? "no sub",
        expected: subject,
      });
    },
  };
}
