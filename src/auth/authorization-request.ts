import * as client from "openid-client";
import type { Provider } from "./provider.ts";
import { recordAuthorizationRequest } from "./record/browser-messages.ts";
import type { SignInRecord } from "./record/sign-in-record.ts";
import type { SignInRecorder } from "./record/sign-in-recorder.ts";

/** One authorization request waiting for its response. */
export interface SignInAttempt {
  readonly state: string;
  readonly codeVerifier: string;
  /** What was asked for: when the token response names no scope, this is what was granted. */
  readonly scope: string;
  /** Path on this origin to go to afterwards. */
  readonly returnTo: string;
  /** Whether a page asked for more than is granted: then a no leads back to that page. */
  readonly isForMore: boolean;
  /** What happened so far, when it is written down. */
  readonly record?: SignInRecord;
}

/**
 * Makes a sign-in attempt and the authorization request that starts it. The caller keeps the
 * attempt for this browser and sends the browser to `url`.
 *
 * No `nonce` is sent: Asana's ID tokens carry none in the code flow, even when one was sent, and
 * openid-client refuses a token that lacks an expected nonce as it refuses one that has an
 * unexpected one. What a nonce would do, PKCE does: the code is worth nothing without the verifier
 * in this browser's attempt, and `state` binds the answer to the attempt (RFC 9700, 2.1.1, 4.7).
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
  readonly recorder?: SignInRecorder | undefined;
}): Promise<{ attempt: SignInAttempt; url: string }> {
  const { configuration } = await options.provider.discovered();
  const attempt: SignInAttempt = {
    state: client.randomState(),
    codeVerifier: client.randomPKCECodeVerifier(),
    scope: options.scope,
    returnTo: options.returnTo,
    isForMore: options.isForMore,
  };

  const url = client.buildAuthorizationUrl(configuration, {
    response_type: "code",
    redirect_uri: options.redirectUri,
    scope: attempt.scope,
    state: attempt.state,
    code_challenge_method: "S256", // whether or not the metadata mention PKCE (RFC 9700, 2.1.1)
    code_challenge: await client.calculatePKCECodeChallenge(attempt.codeVerifier),
  });

  const { recorder } = options;
  if (recorder) recordAuthorizationRequest(recorder, { url, codeVerifier: attempt.codeVerifier });
  return {
    attempt: { ...attempt, ...(recorder && { record: recorder.record() }) },
    // Asana documents %20 between scopes; URLSearchParams writes a blank as "+".
    url: url.href.replaceAll("+", "%20"),
  };
}
