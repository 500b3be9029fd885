import { decodeProtectedHeader, errors } from "jose";
import * as v from "valibot";
import type { SignInEvent } from "../../../auth/sign-in-observer.ts";
import { jsonObject } from "./json-object.ts";
import { claimsShown } from "./shown-values.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import { type Answer, recordAnswer } from "./wire-messages.ts";

/** Records how the signature of an ID token was verified, and with which of the provider's keys. */
export function recordSignature(
  recorder: SignInRecorder,
  { idToken, algorithms, keys, error }: Extract<SignInEvent, { event: "signature-verified" }>,
): void {
  const { alg, kid = "no key id" } = decodeProtectedHeader(idToken);
  const isRefused = error instanceof errors.JOSEAlgNotAllowed;
  recorder.check("signature-algorithm", {
    outcome: isRefused ? "failed" : "passed",
    saw: alg,
    expected: algorithms.join(", "),
  });
  if (isRefused) return;
  recorder.check("signature", {
    outcome: error === undefined ? "passed" : "failed",
    saw: kid,
    expected: keysIn(keys).join("; "),
  });
}

/** Records that this sign-in waited for the provider's keys, and which those are now. */
export function recordKeysResponse(recorder: SignInRecorder, answer: Answer): void {
  const keys = answer.status === 200 ? keysIn(jsonObject(answer.body)) : [];
  recordAnswer(
    recorder,
    answer,
    keys.flatMap((key) => claimsShown({ key })),
  );
}

const KeySet = v.object({
  keys: v.array(
    v.object({ kid: v.optional(v.string()), alg: v.optional(v.string()), kty: v.string() }),
  ),
});

/** "a-key-id (RS256)" for each key of a set; none when it is no key set. */
function keysIn(keySet: unknown): string[] {
  if (!v.is(KeySet, keySet)) return [];
  return keySet.keys.map(({ kid = "no key id", alg, kty }) => `${kid} (${alg ?? kty})`);
}
