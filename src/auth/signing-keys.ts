import { createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import * as v from "valibot";
import { observedFetch } from "./observed-fetch.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { SignInEvent, SignInObserver } from "./sign-in-observer.ts";

/** Finds the key that a token's header names, for jose's `compactVerify`. */
type KeySet = ReturnType<typeof createLocalJWKSet>;

/** What one reading gave, and how it went over the wire. */
type Reading = { readonly wire: readonly SignInEvent[] } & (
  | { readonly keys: KeySet }
  | { readonly failure: unknown }
);

/** The keys that ID tokens are signed with, read from `jwks_uri` and remembered. */
export interface SigningKeys {
  /** Those that were read last; undefined before the first reading. */
  known(): KeySet | undefined;
  /**
   * Reads the keys again. Callers that ask while a reading is under way share it, and each one's
   * observer sees it.
   *
   * @returns the new keys
   * @throws when they cannot be read; those known before stay known
   */
  reload(observer?: SignInObserver): Promise<KeySet>;
}

/**
 * Signing keys that are kept until `reload`, so that no sign-in waits for keys that it has.
 *
 * jose's `createRemoteJWKSet` would do, but shares its requests between all sign-ins: none of them
 * could tell which answer it waited for.
 *
 * @see OpenID Connect Core 1.0, 10.1.1 (rotation of signing keys)
 */
export function createSigningKeys(jwksUri: URL): SigningKeys {
  let known: KeySet | undefined;
  let underWay: Promise<Reading> | undefined;

  async function read(): Promise<Reading> {
    const wire: SignInEvent[] = [];
    try {
      const answer = await readKeySet(jwksUri, (happened) => void wire.push(happened));
      known = createLocalJWKSet(answer);
      return { wire, keys: known };
    } catch (failure) {
      return { wire, failure };
    } finally {
      underWay = undefined;
    }
  }

  return {
    known: () => known,
    async reload(observer) {
      underWay ??= read();
      const reading = await underWay;
      if (observer) reading.wire.forEach(observer);
      if ("failure" in reading) throw reading.failure;
      return reading.keys;
    },
  };
}

const callMs = 2_000;

/** jose checks the keys themselves. */
const KeySetAnswer = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) });

async function readKeySet(jwksUri: URL, observer: SignInObserver): Promise<JSONWebKeySet> {
  const fetch = observedFetch(providerFetch(callMs), { call: "signing-keys", observer });
  const answer = await fetch(jwksUri.href, {
    method: "GET",
    headers: { accept: "application/json, application/jwk-set+json" },
    redirect: "manual",
  });
  if (answer.status !== 200)
    throw new errors.JOSEError("the signing keys were not answered by 200");
  return v.parse(KeySetAnswer, await answer.json());
}
