import type { Session, Store } from "express-session";
import type { KeptTokens } from "../auth/tokens.ts";
import type { Log } from "../log.ts";
import type { PersonIds, SharedStore } from "../store/shared-store.ts";
import { createSeal, deriveKey } from "./sealing.ts";
import {
  type AttachmentKey,
  createSessionAttachments,
  type SessionAttachments,
} from "./session-attachments.ts";
import { beginSession } from "./session-beginning.ts";
import { createSessionSeal } from "./session-seal.ts";
import { type Beginning, SessionStore } from "./session-store.ts";
import { createSessionTokens, type SessionTokens } from "./session-tokens.ts";
import {
  createPersonIds,
  createSessionsOfPerson,
  type Person,
  type SessionsOfPerson,
} from "./sessions-of-person.ts";
import { createSignInAttempts, type SignInAttempts } from "./sign-in-attempts.ts";
import { createSubmissions, type Submissions } from "./submissions.ts";

/** Everything that the app remembers between requests. All methods reject with StoreError. */
export interface Sessions {
  readonly store: Store;
  readonly attempts: SignInAttempts;
  readonly tokens: SessionTokens;
  readonly submissions: Submissions;
  readonly attachments: SessionAttachments;
  readonly ofPerson: SessionsOfPerson;
  /**
   * Saves a new session with its tokens, and ends the one that this browser had before, all at once.
   * Forms of the same person go over, and refresh tokens that the app may yet revoke. When the store
   * fails, the session before stays as it was.
   */
  begin(session: Session, beginning: Beginning): Promise<void>;
  /** What hangs on a request's session; nothing without a session. */
  readWith(session: Session | undefined): ReadSession;
  /** Ends all sessions of a person and gives every refresh token they had. */
  endWithTokens(person: PersonIds): Promise<readonly string[]>;
  /** The names of a person in the store. */
  personIds(person: Person): PersonIds;
  /** Keys that sign the session cookie, newest first. */
  readonly cookieKeys: readonly string[];
  /** Whether the store answers at the moment. Never rejects. */
  isAnswering(): Promise<boolean>;
  /** Deletes what has ended by time; the process calls it every few minutes. Counts what is left. */
  sweep(): Promise<{ readonly sessions: number }>;
  close(): Promise<void>;
}

/** What the store had beside a session when the request came: a page reads the store once. */
export interface ReadSession {
  tokens(): KeptTokens | undefined;
  attachment<Value>(key: AttachmentKey<Value>): Value | undefined;
}

/**
 * What the app keeps, sealed, over the rows of a store.
 *
 * @param options `secrets` are the session secrets, newest first; `leaseMs` is the time in which a
 *   refresh of tokens has to end
 */
export function openSessions(options: {
  readonly store: SharedStore;
  readonly secrets: readonly string[];
  readonly now: () => number;
  readonly log: Pick<Log, "warn">;
  readonly leaseMs?: number;
}): Sessions {
  const { store, secrets, now, log, leaseMs = longerThanTokenCallMs } = options;
  const contextFor = (purpose: string) => ({ store, seal: createSeal(secrets, purpose), now });
  const personIds = createPersonIds(secrets);
  const tokens = createSessionTokens({ ...contextFor("tokens"), leaseMs });
  const attachments = createSessionAttachments(contextFor("attachment"));
  const seal = createSessionSeal(createSeal(secrets, "session"));
  const sessionStore = new SessionStore({
    ...{ store, seal, personIds, now, log },
    begin: (row, beginning) => beginSession(row, beginning, { store, tokens }),
  });

  return {
    store: sessionStore,
    attempts: createSignInAttempts(contextFor("sign-in-attempt")),
    submissions: createSubmissions(contextFor("submission")),
    tokens,
    attachments,
    ofPerson: createSessionsOfPerson({ store, seal, now }),
    begin: (session, beginning) => sessionStore.begin(session, beginning),
    readWith(session) {
      const row = session && sessionStore.rowOf(session);
      return {
        tokens: () => row && tokens.open(row.id, row.tokens),
        attachment: (key) => row && attachments.in(row, key),
      };
    },
    async endWithTokens(person) {
      return tokens.refreshTokensOf(await store.sessions.endAllOf(person, 0));
    },
    personIds,
    cookieKeys: secrets.map((secret) => deriveKey(secret, "session-cookie").toString("base64url")),
    isAnswering: () =>
      store.ping().then(
        () => true,
        () => false, // the requests that fail log why
      ),
    sweep: () => store.sweep(),
    close: () => store.close(),
  };
}

const longerThanTokenCallMs = 6_000; // which takes 5 s at most; a page that waits has 8 s
