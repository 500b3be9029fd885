import { compactVerify, errors } from "jose";
import type { DiscoveredProvider } from "./discovered-provider.ts";
import { SignInError } from "./sign-in-error.ts";
import type { SignInObserver } from "./sign-in-observer.ts";

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
  context: { readonly discovered: DiscoveredProvider; readonly observer: SignInObserver },
): Promise<void> {
  const { discovered, observer } = context;
  const { signingKeys } = discovered;
  const algorithms = signingAlgorithms(discovered.metadata);

  const readKeys = () =>
    signingKeys.reload(observer).catch((cause) => {
      throw new SignInError("provider-failed", cause);
    });
  async function verify(): Promise<void> {
    await compactVerify(idToken, signingKeys.known() ?? (await readKeys()), { algorithms });
  }
  function verified(error?: unknown): void {
    const keys = signingKeys.known()?.jwks();
    observer({ event: "signature-verified", idToken, algorithms, keys, error });
  }

  try {
    await verify().catch(async (error) => {
      if (!mayHaveNewKey(error)) throw error;
      observer({ event: "new-key-needed" });
      await readKeys();
      await verify();
    });
    verified();
  } catch (error) {
    if (error instanceof SignInError) throw error; // no keys, so nothing was checked
    verified(error);
    throw new SignInError("answer-untrusted", error);
  }
}

/** What discovery lists, RS256 if it lists nothing; symmetric ones and `none` prove nothing here. */
function signingAlgorithms(metadata: DiscoveredProvider["metadata"]): string[] {
  const listed = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  return listed.filter((algorithm) => algorithm !== "none" && !algorithm.startsWith("HS"));
}

/** Asana may have rotated its keys, with key ids or without. */
function mayHaveNewKey(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWSSignatureVerificationFailed
  );
}
