import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { State } from "../state.ts";

/** One private key for each algorithm, made when it is first needed and kept in the state. */
export interface SigningKeys {
  keyFor(algorithm: string): Promise<JWK>;
  /** Drops every key: ID tokens signed before no longer verify. */
  rotate(): void;
}

export function createSigningKeys(state: State): SigningKeys {
  const underWay = new Map<string, Promise<JWK>>();
  return {
    keyFor: (algorithm) => {
      const key = underWay.get(algorithm) ?? storedOrNew(algorithm);
      underWay.set(algorithm, key);
      return key;
    },
    rotate: () => {
      underWay.clear();
      state.signingKeys.clear();
      state.save();
    },
  };

  async function storedOrNew(algorithm: string): Promise<JWK> {
    const stored = state.signingKeys.get(algorithm);
    if (stored) {
      return stored;
    }
    const key = await makeSigningKey(algorithm);
    state.signingKeys.set(algorithm, key);
    state.save();
    return key;
  }
}

/** @returns a new private key with an id of its own */
export async function makeSigningKey(algorithm: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: algorithm };
}

/** @returns the half of a key that everybody may see; `kid=absent` hides its id too */
export function publicHalf(key: JWK, kid: "present" | "absent"): JWK {
  const { kty, n, e, crv, x, y, alg } = key;
  const id = kid === "present" ? { kid: key.kid } : {};
  return JSON.parse(JSON.stringify({ kty, n, e, crv, x, y, alg, use: "sig", ...id }));
}
