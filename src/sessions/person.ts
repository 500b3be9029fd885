import { createHmac } from "node:crypto";
import { deriveKey } from "./sealing.ts";

/** The names that somebody has in the store: the newest is written, any of them is looked for. */
export type PersonIds = readonly [string, ...string[]];

/** Issuer and subject, which together are one person for ever (OpenID Connect Core 1.0, 5.7). */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Makes the function that names a person in the store: a keyed hash, because Asana's user ids are
 * short numbers that a plain hash would not hide. One name for each secret, newest first, so that
 * rotating the secret separates nobody from their sessions.
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
