import * as client from "openid-client";
import * as v from "valibot";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { type IdTokenClaims, validateIdToken } from "./id-token.ts";
import type { Provider } from "./provider.ts";
import type { SignInAttempt } from "./sign-in-attempt.ts";
import { SignInError, type SignInErrorKind } from "./sign-in-error.ts";
import { harmless, type SignInObserver } from "./sign-in-observer.ts";
import { type TokenEndpointFailure, tokenEndpointFailure } from "./token-endpoint-error.ts";
import { type Tokens, tokensOf } from "./tokens.ts";
import { textOrNothing, type UserInfo } from "./userinfo.ts";

/** How a code exchange ended. */
type CodeExchange =
  /** The person or Asana said no; `code` is the OAuth error code, for the log. */
  | { readonly outcome: "declined"; readonly code: string }
  | {
      readonly outcome: "signed-in";
      readonly idTokenClaims: IdTokenClaims;
      readonly tokens: Tokens;
      /** Asana's `data` beside the tokens: who signed in. Unsigned, so for showing only. */
      readonly user: Pick<UserInfo, "name" | "email">;
    };

/**
 * Answers an authorization response: exchanges its code and validates the ID token. The caller has
 * taken the attempt that belongs to `state`, and starts the session. The table of who checks what
 * stands in id-token.ts.
 *
 * @throws SignInError
 * @see RFC 6749, 4.1.3; OpenID Connect Core 1.0, 3.1.3
 */
export async function exchangeCode(options: {
  readonly provider: Provider;
  /** The redirect URI with the query of this request. */
  readonly currentUrl: URL;
  readonly attempt: SignInAttempt;
  readonly now: () => number;
  readonly observer?: SignInObserver | undefined;
}): Promise<CodeExchange> {
  const { attempt, currentUrl, now } = options;
  const observer = harmless(options.observer);
  const discovered = await options.provider.discovered();
  const context = { discovered, attempt, observer };
  const refusal = checkAuthorizationResponse(currentUrl.searchParams, context);
  if (refusal !== undefined) return { outcome: "declined", code: refusal };

  const { metadata, clientId } = discovered;
  const algorithms = metadata.id_token_signing_alg_values_supported;
  const expected = { issuer: metadata.issuer, clientId, algorithms };
  const response = await client
    .authorizationCodeGrant(discovered.configuration({ call: "token", observer }), currentUrl, {
      expectedState: attempt.state,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: false, // told apart later: its absence has a page of its own
    })
    .catch((error) => {
      observer({ event: "code-exchanged", expected, error });
      throw new SignInError(failures[tokenEndpointFailure(error)], error);
    });
  const receivedAt = now();
  observer({ event: "code-exchanged", expected });

  return {
    outcome: "signed-in",
    idTokenClaims: await validateIdToken(response, { discovered, receivedAt, observer }),
    tokens: tokensOf(response, receivedAt, { scope: attempt.scope }),
    user: userBesideTokens(response.data),
  };
}

const failures: Record<TokenEndpointFailure, SignInErrorKind> = {
  "grant-refused": "code-refused",
  refused: "code-refused",
  "client-refused": "client-refused",
  "request-refused": "request-refused",
  failed: "provider-failed",
  slow: "provider-slow",
  "id-token-untimely": "id-token-untimely",
  untrusted: "answer-untrusted",
};

function userBesideTokens(data: unknown): Pick<UserInfo, "name" | "email"> {
  const { name, email } = v.is(v.record(v.string(), v.unknown()), data) ? data : {};
  return { name: textOrNothing(name), email: textOrNothing(email) };
}
