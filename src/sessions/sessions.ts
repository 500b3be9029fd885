import type { Store } from "express-session";
import type { Tokens } from "../auth/tokens.ts";
import { openDatabase } from "./database.ts";
import { createSeal, deriveKey } from "./sealing.ts";
import { createSessionAttachments, type SessionAttachments } from "./session-attachments.ts";
import { createSessionTokens, type SessionTokens } from "./session-tokens.ts";
import {
  createPersonIds,
  createSessionsOfPerson,
  type Person,
  type PersonIds,
  type SessionsOfPerson,
} from "./sessions-of-person.ts";
import { createSignInAttempts, type SignInAttempts } from "./sign-in-attempts.ts";
import { SqliteSessionStore } from "./sqlite-store.ts";
import { createSubmissions, type Submissions } from "./submissions.ts";

/** Everything that the app remembers between requests. */
export interface Sessions {
  readonly store: Store;
  readonly attempts: SignInAttempts;
  readonly tokens: SessionTokens;
  readonly submissions: Submissions;
  readonly attachments: SessionAttachments;
  readonly ofPerson: SessionsOfPerson;
  /**
   * Gives a session that was just saved its tokens and ends the one that this browser had before.
   * Forms of the same person go over, and refresh tokens that the app may yet revoke. When the store
   * fails, the session before stays as it was.
   */
  begin(
    sessionId: string,
    tokens: Tokens,
    previous: { readonly id: string; readonly isOfSamePerson: boolean } | undefined,
  ): void;
  /** Ends all sessions of a person and takes every refresh token they had, or nothing of it. */
  endWithTokens(person: PersonIds): readonly string[];
  /** The names of a person in the store. */
  personIds(person: Person): PersonIds;
  /** Keys that sign the session cookie, newest first. */
  readonly cookieKeys: readonly string[];
  /** Whether the store answers at the moment. */
  isAnswering(): boolean;
  /** Deletes what has ended by time; the process calls it every few minutes. */
  sweep(): void;
  close(): void;
}

/**
 * Opens the SQLite store.
 *
 * @param secrets session secrets, newest first
 * @throws StoreError when the file is no database of ours or cannot be written
 */
export function openSessions(options: {
  readonly databaseFile: string;
  readonly secrets: readonly string[];
  readonly now: () => number;
}): Sessions {
  const { secrets, now } = options;
  const database = openDatabase(options.databaseFile);
  const contextFor = (purpose: string) => ({ database, seal: createSeal(secrets, purpose), now });
  const personIds = createPersonIds(secrets);
  const store = new SqliteSessionStore({ ...contextFor("session"), personIds });
  const attempts = createSignInAttempts(contextFor("sign-in-attempt"));
  const submissions = createSubmissions(contextFor("submission"));
  const tokens = createSessionTokens(contextFor("tokens"));
  const ofPerson = createSessionsOfPerson(contextFor("session"));

  return {
    store,
    attempts,
    submissions,
    tokens,
    attachments: createSessionAttachments(contextFor("attachment")),
    ofPerson,
    begin: (sessionId, first, previous) =>
      database.atOnce(() => {
        const same = previous?.isOfSamePerson ? previous.id : undefined;
        tokens.add(sessionId, first, same ? tokens.takeRefreshTokens(same) : []);
        if (same) submissions.carryOver(same, sessionId);
        if (previous) store.delete(previous.id);
      }),
    endWithTokens: (person) =>
      database.atOnce(() => {
        const refreshTokens = tokens.takeRefreshTokensOfPerson(person);
        ofPerson.endAll(person);
        return refreshTokens;
      }),
    personIds,
    cookieKeys: secrets.map((secret) => deriveKey(secret, "session-cookie").toString("base64url")),
    isAnswering() {
      try {
        database.row("SELECT 1 FROM sessions LIMIT 1");
        return true;
      } catch {
        return false; // the requests that fail log why
      }
    },
    sweep() {
      store.sweep();
      attempts.sweep();
      submissions.sweep();
    },
    close: () => database.close(),
  };
}
