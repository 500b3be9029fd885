import type * as client from "openid-client";
import type { DiscoveredProvider } from "./discovered-provider.ts";
import { verifyIdTokenSignature } from "./id-token-signature.ts";
import { ensure } from "./sign-in-error.ts";
import type { SignInObserver } from "./sign-in-observer.ts";

/** The claims of a validated ID token; the app relies on the registered ones and shows the others. */
export type IdTokenClaims = client.IDToken;

/**
 * Validates the ID token of a token response, as far as openid-client leaves it to the app.
 *
 * Who checks what in a code exchange (OpenID Connect Core 1.0, 3.1.3.7, by number):
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
 * @param response has passed the library's checks
 * @throws SignInError
 */
export async function validateIdToken(
  response: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
  context: {
    readonly discovered: DiscoveredProvider;
    readonly receivedAt: number; // epoch milliseconds
    readonly observer: SignInObserver;
  },
): Promise<IdTokenClaims> {
  const { discovered, receivedAt, observer } = context;
  const { clientId } = discovered;
  const idToken = response.id_token;
  const claims = response.claims();
  const saw = idToken === undefined ? "none" : "one";
  const missing = { name: "id-token-present", otherwise: "id-token-missing", observer } as const;
  ensure(idToken !== undefined && claims !== undefined, { saw, ...missing });

  const { aud: audience, azp: authorizedParty, sub: subject, iat: issuedAt } = claims;
  const untrusted = { otherwise: "answer-untrusted", observer } as const;
  const toUs = { expected: clientId, ...untrusted };
  const isOnlyForUs = [audience].flat().every((one) => one === clientId);
  ensure(isOnlyForUs, { name: "audience-alone", saw: audience, ...toUs });
  const isOurParty = authorizedParty === undefined || authorizedParty === clientId;
  ensure(isOurParty, { name: "authorized-party", saw: authorizedParty, ...toUs });
  ensure(subject !== "", { name: "subject", saw: subject, ...untrusted });
  const isTimely = issuedAt * 1000 <= receivedAt + clockToleranceMs;
  const untimely = { otherwise: "id-token-untimely", observer } as const;
  ensure(isTimely, { name: "issued-at", saw: issuedAt, ...untimely });

  await verifyIdTokenSignature(idToken, { discovered, observer });
  return claims;
}

const clockToleranceMs = 60_000;
