import { createHmac } from "node:crypto";
import type { SessionData } from "express-session";
import type { StoreContext } from "./database.ts";
import { deriveKey, sha256 } from "./sealing.ts";
import { aliveAt, aliveSql } from "./session-lifetime.ts";

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

/** The condition, in SQL, that a session is a person's; its value is their ids as JSON. */
export const ofPersonSql = "person IN (SELECT value FROM json_each(?))";

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

/** All sessions of a person at once. All methods throw StoreError when the database fails. */
export interface SessionsOfPerson {
  /** Those that have not ended, the one used last first. */
  list(person: PersonIds): readonly SessionOfPerson[];
  /** The id under which a session stands in the list. */
  idOf(sessionId: string): string;
  /** Ends one, if it is this person's; its tokens and all else that hangs on it go too. */
  end(person: PersonIds, id: string): void;
  endAll(person: PersonIds): void;
  /** Ends the oldest beyond fifty. */
  endSurplus(person: PersonIds): void;
}

/** All sessions of a person, who may list and end them (OWASP ASVS 5, 7.4.3 to 7.4.5, 7.5.2). */
export function createSessionsOfPerson({ database, seal, now }: StoreContext): SessionsOfPerson {
  return {
    list(person) {
      const rows = database.rows(
        `SELECT id, sealed, created_at, last_seen_at FROM sessions
         WHERE ${ofPersonSql} AND ${aliveSql} ORDER BY last_seen_at DESC, created_at DESC`,
        JSON.stringify(person),
        ...aliveAt(now()),
      );
      return rows.map(([id, sealed, startedAt, lastSeenAt]) => {
        const startedFrom = seal.open<SessionData>(sealed, String(id))?.signedIn?.startedFrom;
        const { device = "Unknown device", address = "unknown" } = startedFrom ?? {};
        const times = { startedAt: Number(startedAt), lastSeenAt: Number(lastSeenAt) };
        return { id: String(id), device, address, ...times };
      });
    },

    idOf: sha256,

    end(person, id) {
      const sql = `DELETE FROM sessions WHERE ${ofPersonSql} AND id = ?`;
      database.run(sql, JSON.stringify(person), id);
    },

    endAll(person) {
      database.run(`DELETE FROM sessions WHERE ${ofPersonSql}`, JSON.stringify(person));
    },

    endSurplus(person) {
      database.run(
        `DELETE FROM sessions WHERE id IN (
           SELECT id FROM sessions WHERE ${ofPersonSql}
           ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ${sessionsPerPerson})`,
        JSON.stringify(person),
      );
    },
  };
}

const sessionsPerPerson = 50;
