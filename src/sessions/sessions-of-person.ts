import { createHmac } from "node:crypto";
import type { PersonIds, SharedStore } from "../store/shared-store.ts";
import { deriveKey, sha256 } from "./sealing.ts";
import type { SessionSeal } from "./session-seal.ts";

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

/** One of the places where a person is signed in. */
export interface SessionOfPerson {
  /** Names the session to its person; opens nothing. */
  readonly id: string;
  /** In words, such as "Firefox on Linux". */
  readonly device: string;
  /** IP address at the sign-in. */
  readonly address: string;
  /** Epoch milliseconds, both. */
  readonly startedAt: number;
  readonly lastSeenAt: number;
}

/** All sessions of a person at once. All methods reject with StoreError when the store fails. */
export interface SessionsOfPerson {
  /** Those that have not ended, the one used last first. */
  list(person: PersonIds): Promise<readonly SessionOfPerson[]>;
  /** The id under which a session stands in the list. */
  idOf(sessionId: string): string;
  /** Ends one, if it is this person's; its tokens and all else that hangs on it go too. */
  end(person: PersonIds, id: string): Promise<void>;
  endAll(person: PersonIds): Promise<void>;
  /** Ends the oldest beyond fifty. */
  endSurplus(person: PersonIds): Promise<void>;
}

/** All sessions of a person, who may list and end them (OWASP ASVS 5, 7.4.3 to 7.4.5, 7.5.2). */
export function createSessionsOfPerson(options: {
  readonly store: SharedStore;
  readonly seal: SessionSeal;
  readonly now: () => number;
}): SessionsOfPerson {
  const { store, seal, now } = options;
  return {
    async list(person) {
      const rows = await store.sessions.listOf(person);
      return rows
        .toSorted((one, other) => other.seenAt - one.seenAt || other.createdAt - one.createdAt)
        .flatMap((row) => {
          const data = seal.open(row, now());
          if (!data) return [];
          const { device = "Unknown device", address = "unknown" } =
            data.signedIn?.startedFrom ?? {};
          const { id, createdAt: startedAt, seenAt: lastSeenAt } = row;
          return [{ id, device, address, startedAt, lastSeenAt }];
        });
    },

    idOf: sha256,

    async end(person, id) {
      await store.sessions.end(id, person);
    },

    async endAll(person) {
      await store.sessions.endAllOf(person, 0);
    },

    async endSurplus(person) {
      await store.sessions.endAllOf(person, sessionsPerPerson);
    },
  };
}

const sessionsPerPerson = 50;
