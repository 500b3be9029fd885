import * as client from "openid-client";
import type { Provider } from "./provider.ts";
import type { SignInAttempt } from "./sign-in-attempt.ts";
import { harmless, type SignInObserver } from "./sign-in-observer.ts";

/**
 * Makes a sign-in attempt and the authorization request that starts it. The caller keeps the
 * attempt for this browser and sends the browser to `url`.
 *
 * No `nonce` is sent: Asana's ID tokens carry none in the code flow, even when one was sent, and
 * openid-client refuses a token that lacks an expected one. PKCE does its work: the code is worth
 * nothing without the verifier in this browser's attempt, and `state` binds the answer to the
 * attempt (RFC 9700, 2.1.1, 4.7).
 *
 * @throws SignInError `provider-unavailable`
 * @see OpenID Connect Core 1.0, 3.1.2.1; RFC 7636, 4.1 to 4.3; Asana's page "OAuth"
 */
export async function createAuthorizationRequest(options: {
  readonly provider: Provider;
  readonly redirectUri: string;
  readonly scope: string;
  readonly returnTo: string;
  readonly isForMore: boolean;
  readonly observer?: SignInObserver | undefined;
}): Promise<{ attempt: SignInAttempt; url: string }> {
  const { provider, redirectUri, scope, returnTo, isForMore } = options;
  const discovered = await provider.discovered();
  const state = client.randomState();
  const codeVerifier = client.randomPKCECodeVerifier();

  const url = client.buildAuthorizationUrl(discovered.configuration(), {
    response_type: "code",
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge_method: "S256", // whether or not the metadata mention PKCE (RFC 9700, 2.1.1)
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
  });

  harmless(options.observer)({ event: "authorization-request", url, codeVerifier });
  return {
    attempt: { state, codeVerifier, scope, returnTo, isForMore },
    // Asana documents %20 between scopes; URLSearchParams writes a blank as "+".
    url: url.href.replaceAll("+", "%20"),
  };
}
