import { decodeProtectedHeader, errors } from "jose";
import type { DiscoveredProvider } from "../provider.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import { claimsShown } from "./values.ts";
import { quietly } from "./watched-fetch.ts";

/** Records how the signature of an ID token was verified, and with which of the provider's keys. */
export function recordSignature(
  recorder: SignInRecorder,
  verified: {
    readonly idToken: string;
    readonly algorithms: readonly string[];
    readonly signingKeys: DiscoveredProvider["signingKeys"];
    readonly error: unknown;
  },
): void {
  const { idToken, algorithms, signingKeys, error } = verified;
  quietly(() => {
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
      expected: keysOf(signingKeys).join("; "),
    });
  });
}

/** Records that this sign-in waited for the provider's keys, and which those are now. */
export function recordKeysReading(
  recorder: SignInRecorder,
  { signingKeys, lastKeysReading }: DiscoveredProvider,
): void {
  quietly(() => {
    const { request, answer } = lastKeysReading();
    const keys = answer.status === 200 ? keysOf(signingKeys) : [];
    recorder.message("keys-request", request);
    recorder.message("keys-response", {
      ...answer,
      parameters: keys.flatMap((key) => claimsShown({ key })),
    });
  });
}

function keysOf(signingKeys: DiscoveredProvider["signingKeys"]): string[] {
  const { keys = [] } = signingKeys.jwks() ?? {};
  return keys.map(({ kid = "no key id", alg, kty }) => `${kid} (${alg ?? kty})`);
}
