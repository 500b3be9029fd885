import { compactVerify } from "jose";
import type { DiscoveredProvider } from "./provider.ts";
import { SignInError } from "./sign-in-error.ts";

/**
 * Verifies the signature of an ID token with the provider's keys. OpenID Connect lets a client skip
 * this in the code flow, where TLS vouches for the token; we do not rely on it (Core 3.1.3.7, 6).
 *
 * openid-client's own check reads the keys again at most once a minute, so the first sign-ins after
 * a key rotation would fail; here a signature that no known key explains reloads the keys once.
 *
 * @see OWASP ASVS 5, 6.8.2
 * @throws SignInError `answer-untrusted`; `provider-failed` when the keys cannot be read
 */
export async function verifyIdTokenSignature(
  idToken: string,
  provider: Pick<DiscoveredProvider, "configuration" | "signingKeys">,
): Promise<void> {
  const { signingKeys } = provider;
  const algorithms = signingAlgorithms(provider);
  try {
    await compactVerify(idToken, signingKeys, { algorithms });
  } catch {
    await signingKeys.reload().catch((cause) => {
      throw new SignInError("provider-failed", cause);
    });
    await compactVerify(idToken, signingKeys, { algorithms }).catch((cause) => {
      throw new SignInError("answer-untrusted", cause);
    });
  }
}

/** What discovery lists, RS256 if it lists nothing; symmetric ones and `none` prove nothing here. */
function signingAlgorithms({ configuration }: Pick<DiscoveredProvider, "configuration">): string[] {
  const listed = configuration.serverMetadata().id_token_signing_alg_values_supported ?? ["RS256"];
  return listed.filter((algorithm) => algorithm !== "none" && !algorithm.startsWith("HS"));
}
