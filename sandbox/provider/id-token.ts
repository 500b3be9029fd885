import { createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { type JWK, SignJWT } from "jose";
import type { Grant } from "../state.ts";
import { issuerOf, type Provider } from "./provider.ts";
import { profileClaims } from "./userinfo.ts";

/**
 * Makes the ID token: the person's gid and little else. Asana's carries no `nonce`, even when one
 * was sent; name, e-mail and photo are promised at UserInfo only.
 * @see OpenID Connect Core 1.0, 2; Asana, "OpenID Connect"
 */
export async function makeIdToken(provider: Provider, grant: Grant, nonce?: string) {
  const { switches } = provider;
  const iat = Math.floor(provider.now() / 1000);
  const claims = {
    iss: issuerOf(provider),
    sub: grant.userGid,
    aud: grant.clientId,
    iat,
    exp: iat + 3600,
    nonce: switches.nonce === "echo" ? nonce : undefined,
    ...(switches.idTokenClaims === "profile" ? profileClaims(provider, grant) : {}),
    ...switches.idTokenOverrides,
  };
  const present = Object.entries(claims).filter(([, value]) => value !== null);
  const key = signingKey(provider);
  const alg = switches.idTokenAlg;
  const kid = switches.kid === "present" ? { kid: key.kid ?? "" } : {};
  const idToken = await new SignJWT(Object.fromEntries(present))
    .setProtectedHeader({ alg, typ: "JWT", ...kid })
    .sign(switches.signature === "good" ? key : makeSigningKey(alg));
  provider.issued({ kind: "id-token", value: idToken, userGid: grant.userGid });
  return idToken;
}

/** The public half of the key that verifies ID tokens now. @see RFC 7517, 5 */
export function keySet(provider: Provider) {
  const { kid, alg, ...key } = signingKey(provider);
  const publicHalf = createPublicKey({ key, format: "jwk" }).export({ format: "jwk" });
  const id = provider.switches.kid === "present" ? { kid } : {};
  return { keys: [{ ...publicHalf, ...id, alg, use: "sig" }] };
}

/** @returns the private key for the algorithm in use, made when it is first needed */
function signingKey({ state, switches }: Provider): JWK {
  let key = state.signingKeys.get(switches.idTokenAlg);
  if (!key) {
    key = makeSigningKey(switches.idTokenAlg);
    state.signingKeys.set(switches.idTokenAlg, key);
    state.save();
  }
  return key;
}

/** @returns a new private key with an id of its own */
export function makeSigningKey(algorithm: string): JWK {
  const { privateKey } =
    algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), alg: algorithm };
}
