import { createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import * as v from "valibot";
import type { Measure } from "../measurement.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { SignInEvent, SignInObserver } from "./sign-in-observer.ts";

/** Finds the key that a token's header names, for jose's `compactVerify`. */
type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * The keys that ID tokens are signed with, read from `jwks_uri` and kept until `reload`. jose's
 * `createRemoteJWKSet` would do, but shares its requests between all sign-ins: none of them could
 * tell which answer it waited for.
 *
 * @see OpenID Connect Core 1.0, 10.1.1 (rotation of signing keys)
 */
export function createSigningKeys(jwksUri: URL, measure?: Measure) {
  let known: KeySet | undefined;
  let underWay:
    | { readonly wire: readonly SignInEvent[]; readonly keys: Promise<KeySet> }
    | undefined;

  async function read(observer: SignInObserver): Promise<KeySet> {
    try {
      known = createLocalJWKSet(await readKeySet(jwksUri, observer, measure));
      return known;
    } finally {
      underWay = undefined;
    }
  }

  function begin() {
    const wire: SignInEvent[] = [];
    return { wire, keys: read((happened) => void wire.push(happened)) };
  }

  return {
    /** Those that were read last; undefined before the first reading. */
    known: () => known,
    /**
     * Reads the keys again. Callers that ask while a reading is under way share it, and each one's
     * observer sees it.
     *
     * @throws when the app cannot read them; those known before stay known
     */
    async reload(observer?: SignInObserver): Promise<KeySet> {
      underWay ??= begin();
      const { wire, keys } = underWay;
      try {
        return await keys;
      } finally {
        if (observer) wire.forEach(observer);
      }
    },
  };
}

const callMs = 2_000;

/** jose checks the keys themselves. */
const KeySetAnswer = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) });

async function readKeySet(
  jwksUri: URL,
  observer: SignInObserver,
  measure: Measure | undefined,
): Promise<JSONWebKeySet> {
  const fetch = providerFetch(callMs, { call: "signing-keys", observer }, measure);
  const answer = await fetch(jwksUri.href, {
    method: "GET",
    headers: { accept: "application/json, application/jwk-set+json" },
    redirect: "manual",
  });
  if (answer.status !== 200)
    throw new errors.JOSEError("the signing keys were not answered by 200");
  return v.parse(KeySetAnswer, await answer.json());
}
