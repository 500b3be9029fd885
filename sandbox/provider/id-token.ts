import { importJWK, SignJWT } from "jose";
import type { User } from "../people.ts";
import type { Grant } from "../state.ts";
import { issuerOf, type Provider } from "./provider.ts";
import { profileClaims } from "./userinfo.ts";

const lifetimeSeconds = 3600;

/**
 * Makes the ID token: the person's gid and little else. Asana's carries no `nonce`, even when one
 * was sent; name, e-mail and photo are promised at UserInfo only.
 *
 * @param nonce of the authorization request, null when none was sent
 * @see OpenID Connect Core 1.0, 2; Asana, "OpenID Connect"
 */
export async function makeIdToken(
  provider: Provider,
  { user, grant, nonce }: { user: User; grant: Grant; nonce: string | null },
): Promise<string> {
  const { switches } = provider;
  const iat = Math.floor(provider.now() / 1000);
  const claims = {
    iss: issuerOf(provider),
    sub: user.gid,
    aud: grant.clientId,
    iat,
    exp: iat + lifetimeSeconds,
    nonce: switches.nonce === "echo" ? nonce : null,
    ...(switches.idTokenClaims === "profile" ? profileClaims(provider, user, grant.scopes) : {}),
    ...switches.idTokenOverrides,
  };
  const present = Object.entries(claims).filter(([, value]) => value !== null);
  const alg = switches.idTokenAlg;
  const key = await provider.keys.keyFor(alg);
  const kid = switches.kid === "present" ? { kid: key.kid ?? "" } : {};
  const idToken = await new SignJWT(Object.fromEntries(present))
    .setProtectedHeader({ alg, typ: "JWT", ...kid })
    .sign(await importJWK(key, alg));
  const sent = switches.signature === "wrong" ? withWrongSignature(idToken) : idToken;
  provider.issued(sent);
  return sent;
}

function withWrongSignature(idToken: string): string {
  const [header, claims, signature = ""] = idToken.split(".");
  return [header, claims, (signature[0] === "A" ? "B" : "A") + signature.slice(1)].join(".");
}
