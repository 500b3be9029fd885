import * as client from "openid-client";
import * as v from "valibot";
import type { SignInAttempt } from "./authorization-request.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { textOrNothing } from "./claim-text.ts";
import { verifyIdTokenSignature } from "./id-token-signature.ts";
import type { DiscoveredProvider, Provider } from "./provider.ts";
import { ensure } from "./record/check.ts";
import { recordCodeExchange, timeSeen } from "./record/code-exchange.ts";
import type { SignInRecorder } from "./record/sign-in-recorder.ts";
import { SignInError, type SignInErrorKind } from "./sign-in-error.ts";
import { type TokenEndpointFailure, tokenEndpointFailure } from "./token-endpoint-error.ts";
import { type Tokens, tokensOf } from "./tokens.ts";

/** The claims of a validated ID token; all else that it may hold is shown, never relied on. */
export type IdTokenClaims = client.IDToken;

export type CodeExchange =
  /** The person, or Asana for them, said no; `code` is the OAuth error code, for the log. */
  { readonly outcome: "declined"; readonly code: string } | SignedInAtProvider;

export interface SignedInAtProvider {
  readonly outcome: "signed-in";
  readonly idTokenClaims: IdTokenClaims;
  readonly tokens: Tokens;
  /** Asana's `data` beside the tokens: who signed in. Unsigned, so for showing only. */
  readonly user: { readonly name: string | undefined; readonly email: string | undefined };
}

/**
 * Answers an authorization response: exchanges its code and validates the ID token. Nothing is
 * stored; the caller has taken the attempt that belongs to `state`, and starts the session.
 *
 * Who checks what (OpenID Connect Core 1.0, 3.1.3.7, by number); where sign-ins are recorded, each
 * check is, with what it saw:
 *
 * | check | by |
 * |---|---|
 * | `state`, `iss` of the response (RFC 9207), no parameter twice | sign-in-attempts.ts, authorization-response.ts, and the library again |
 * | 2 issuer equals the discovered one, exactly | openid-client |
 * | 3 audience is our client id, and no other: we trust none | openid-client, here |
 * | 4, 5 `azp`, if there, is our client id | here |
 * | 6 signature, with the provider's keys | id-token-signature.ts; the library would skip it here |
 * | 7, 8 algorithm is one the provider lists, RS256 if it lists none; never `none` or HS256 | both |
 * | 9 not expired, `nbf` passed, 60 s tolerance | openid-client |
 * | 10 `iat` not in the future beyond the tolerance | here |
 * | 11 no nonce, since none was sent | openid-client |
 * | 12, 13 `acr`, `auth_time` | not requested |
 * | an ID token is there, `sub` is not empty | openid-client, here |
 * | code verifier (RFC 7636, 4.6) | the provider |
 *
 * @param currentUrl the redirect URI with the query of this request
 * @param now epoch milliseconds
 * @throws SignInError
 */
export async function exchangeCode(options: {
  readonly provider: Provider;
  readonly currentUrl: URL;
  readonly attempt: SignInAttempt;
  readonly now: () => number;
  readonly recorder?: SignInRecorder | undefined;
}): Promise<CodeExchange> {
  const { attempt, currentUrl, now, recorder } = options;
  const { searchParams } = currentUrl;
  const provider = await options.provider.discovered();
  const refusal = checkAuthorizationResponse(searchParams, { provider, attempt, recorder });
  if (refusal !== undefined) return { outcome: "declined", code: refusal };

  const recorded = recorder && recordCodeExchange(recorder, { provider, now });
  const response = await client
    .authorizationCodeGrant(recorded?.configuration ?? provider.configuration, currentUrl, {
      expectedState: attempt.state,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: false, // told apart below: its absence has a page of its own
    })
    .catch((error) => {
      recorded?.ended(error);
      throw new SignInError(failures[tokenEndpointFailure(error)], error);
    });
  const receivedAt = now();
  recorded?.ended();

  const idTokenClaims = await checkIdToken(response, { provider, receivedAt, recorder });

  return {
    outcome: "signed-in",
    idTokenClaims,
    tokens: tokensOf(response, receivedAt, { scope: attempt.scope }),
    user: userBesideTokens(response.data),
  };
}

const clockToleranceMs = 60_000;

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

/** What openid-client leaves to do after it has looked at the ID token's claims. */
async function checkIdToken(
  response: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
  context: {
    readonly provider: DiscoveredProvider;
    readonly receivedAt: number;
    readonly recorder: SignInRecorder | undefined;
  },
): Promise<IdTokenClaims> {
  const { provider, receivedAt, recorder } = context;
  const idToken = response.id_token;
  const claims = response.claims();
  ensure(idToken !== undefined && claims !== undefined, {
    name: "id-token-present",
    saw: idToken === undefined ? "none" : "one",
    otherwise: "id-token-missing",
    recorder,
  });

  const { aud: audience, azp: authorizedParty, sub: subject, iat: issuedAt } = claims;
  const { clientId } = provider;
  const toUs = { expected: clientId, otherwise: "answer-untrusted", recorder } as const;
  const isOnlyForUs = [audience].flat().every((one) => one === clientId);
  ensure(isOnlyForUs, { name: "audience-alone", saw: audience, ...toUs });
  const isOurParty = authorizedParty === undefined || authorizedParty === clientId;
  ensure(isOurParty, { name: "authorized-party", saw: authorizedParty, ...toUs });
  ensure(subject !== "", {
    name: "subject",
    saw: subject,
    otherwise: "answer-untrusted",
    recorder,
  });
  ensure(issuedAt * 1000 <= receivedAt + clockToleranceMs, {
    name: "issued-at",
    saw: timeSeen(issuedAt, receivedAt),
    otherwise: "id-token-untimely",
    recorder,
  });

  await verifyIdTokenSignature(idToken, { provider, recorder });
  return claims;
}

function userBesideTokens(data: unknown): SignedInAtProvider["user"] {
  const { name, email } = v.is(v.record(v.string(), v.unknown()), data) ? data : {};
  return { name: textOrNothing(name), email: textOrNothing(email) };
}
