import { compactVerify, errors } from "jose";
import type { DiscoveredProvider } from "./provider.ts";
import type { SignInRecorder } from "./record/sign-in-recorder.ts";
import { recordKeysReading, recordSignature } from "./record/signature.ts";
import { SignInError } from "./sign-in-error.ts";

/**
 * Verifies the signature of an ID token with the provider's keys. OpenID Connect lets a client skip
 * this in the code flow, where TLS vouches for the token; we do not rely on it (Core 3.1.3.7, 6).
 *
 * openid-client's own check reads the keys again at most once a minute, so the first sign-ins after
 * a key rotation would fail; here a signature that no known key explains reads them again once.
 *
 * @throws SignInError `answer-untrusted`; `provider-failed` when the keys cannot be read
 * @see OWASP ASVS 5, 6.8.2
 */
export async function verifyIdTokenSignature(
  idToken: string,
  context: {
    readonly provider: DiscoveredProvider;
    readonly recorder?: SignInRecorder | undefined;
  },
): Promise<void> {
  const { provider, recorder } = context;
  const { signingKeys } = provider;
  const algorithms = signingAlgorithms(provider.metadata);
  const verify = () => compactVerify(idToken, signingKeys, { algorithms });
  const recorded = (error?: unknown) => {
    if (recorder) recordSignature(recorder, { idToken, algorithms, signingKeys, error });
  };

  try {
    if (!signingKeys.jwks()) await readKeys(context);
    await verify().catch(async (error) => {
      if (!mayHaveNewKey(error)) throw error;
      recorder?.note("new-key-needed");
      await readKeys(context);
      await verify();
    });
    recorded();
  } catch (error) {
    if (error instanceof SignInError) throw error; // no keys, so nothing was checked
    recorded(error);
    throw new SignInError("answer-untrusted", error);
  }
}

/** What discovery lists, RS256 if it lists nothing; symmetric ones and `none` prove nothing here. */
function signingAlgorithms(metadata: DiscoveredProvider["metadata"]): string[] {
  const listed = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  return listed.filter((algorithm) => algorithm !== "none" && !algorithm.startsWith("HS"));
}

async function readKeys({
  provider,
  recorder,
}: Parameters<typeof verifyIdTokenSignature>[1]): Promise<void> {
  try {
    await provider.signingKeys.reload();
  } catch (cause) {
    throw new SignInError("provider-failed", cause);
  } finally {
    if (recorder) recordKeysReading(recorder, provider);
  }
}

/** Asana may have rotated its keys, with key ids or without. */
function mayHaveNewKey(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWSSignatureVerificationFailed
  );
}
