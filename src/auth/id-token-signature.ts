import { compactVerify, errors } from "jose";
import type { DiscoveredProvider } from "./provider.ts";
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
  { metadata, signingKeys }: Pick<DiscoveredProvider, "metadata" | "signingKeys">,
): Promise<void> {
  const algorithms = signingAlgorithms(metadata);
  const verify = () => compactVerify(idToken, signingKeys, { algorithms });

  if (!signingKeys.jwks()) await readKeys(signingKeys);
  try {
    await verify();
  } catch (error) {
    if (!mayHaveNewKey(error)) throw new SignInError("answer-untrusted", error);
    await readKeys(signingKeys);
    await verify().catch((cause) => {
      throw new SignInError("answer-untrusted", cause);
    });
  }
}

/** What discovery lists, RS256 if it lists nothing; symmetric ones and `none` prove nothing here. */
function signingAlgorithms(metadata: DiscoveredProvider["metadata"]): string[] {
  const listed = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  return listed.filter((algorithm) => algorithm !== "none" && !algorithm.startsWith("HS"));
}

async function readKeys(signingKeys: DiscoveredProvider["signingKeys"]): Promise<void> {
  await signingKeys.reload().catch((cause) => {
    throw new SignInError("provider-failed", cause);
  });
}

/** Asana may have rotated its keys, with key ids or without. */
function mayHaveNewKey(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWSSignatureVerificationFailed
  );
}
