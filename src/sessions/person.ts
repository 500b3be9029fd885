import { createHmac } from "node:crypto";
import { deriveKey } from "./sealing.ts";

/** The names that a person has in the store: writing takes the newest, a search takes them all. */
export type PersonIds = readonly [string, ...string[]];

/** Issuer and subject, which together are one person for ever (OpenID Connect Core 1.0, 5.7). */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Makes the function that names a person in the store: a keyed hash, because Asana's user ids are
 * short numbers that a plain hash would not hide. One name for each secret, newest first, so that
 * people keep their sessions when the operator rotates the secret.
 */
export function createPersonIds(secrets: readonly string[]): (person: Person) => PersonIds {
  const keys = secrets.map((secret) => deriveKey(secret, "person"));
  return ({ issuer, subject }) => {
    const [newest = "", ...older] = keys.map((key) =>
      createHmac("sha256", key)
        .update(JSON.stringify([issuer, subject]))
        .digest("hex"),
    );
    return [newest, ...older];
  };
}
