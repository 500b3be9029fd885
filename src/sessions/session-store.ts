import { promisify } from "node:util";
import { type Session, type SessionData, Store } from "express-session";
import type { Tokens } from "../auth/tokens.ts";
import type { Log } from "../log.ts";
import type { NewSession, PersonIds, SharedStore, WholeSession } from "../store/shared-store.ts";
import { sha256 } from "./sealing.ts";
import type { SessionSeal } from "./session-seal.ts";
import type { Person } from "./sessions-of-person.ts";

type Callback<Result = void> = (error?: unknown, result?: Result) => void;

/** What a session begins with. */
export interface Beginning {
  readonly tokens: Tokens;
  /** The session that this browser had before. */
  readonly previous: { readonly id: string; readonly isOfSamePerson: boolean } | undefined;
}

interface SessionStoreContext {
  readonly store: SharedStore;
  readonly seal: SessionSeal;
  readonly personIds: (person: Person) => PersonIds;
  readonly begin: (row: Omit<NewSession, "tokens">, beginning: Beginning) => Promise<void>;
  readonly now: () => number;
  readonly log: Pick<Log, "warn">;
}

/**
 * express-session's store. What a session holds is sealed, its id is stored hashed, and a session ends
 * here when it has been idle or alive for too long, even if the cookie says otherwise.
 */
export class SessionStore extends Store {
  readonly #context: SessionStoreContext;
  /** The rows of sessions that came out of the store, or were put into it by this request. */
  readonly #rows = new WeakMap<object, WholeSession>();
  readonly #beginnings = new WeakMap<object, Beginning>();

  constructor(context: SessionStoreContext) {
    super();
    this.#context = context;
  }

  /** The row of a request's session as the store had it when the request came. */
  rowOf(session: object): WholeSession | undefined {
    return this.#rows.get(session);
  }

  /** Saves a new session, with all that it begins with. Rejects with StoreError. */
  begin(session: Session, beginning: Beginning): Promise<void> {
    this.#beginnings.set(session, beginning);
    return promisify(session.save).call(session);
  }

  override get(sessionId: string, callback: Callback<SessionData | null>): void {
    const { store, seal, now } = this.#context;
    answer(callback, async () => {
      const row = await store.sessions.get(sha256(sessionId));
      const data = row && seal.open(row, now());
      if (!data) return null;
      this.#rows.set(data, row);
      return data;
    });
  }

  /** A session that came out of the store and has ended meanwhile stays ended. */
  override set(sessionId: string, session: SessionData, callback: Callback): void {
    const { store, seal, personIds, begin, now } = this.#context;
    answer(callback, async () => {
      const known = this.#rows.get(session);
      if (known) {
        await store.sessions.update(known.id, seal.seal(known, session));
        return;
      }
      const person = session.signedIn ? personIds(session.signedIn)[0] : "";
      const identity = { id: sha256(sessionId), person, createdAt: now() };
      const sealed = seal.seal(identity, session);
      const row = { ...identity, sealed, ...seal.seen(identity, identity.createdAt) };
      const beginning = this.#beginnings.get(session);
      if (beginning) await begin(row, beginning);
      else await store.sessions.begin({ ...row, tokens: undefined });
      this.#rows.set(session, { ...row, tokens: undefined, attachments: {} });
    });
  }

  override destroy(sessionId: string, callback: Callback): void {
    answer(callback, async () => void (await this.#context.store.sessions.end(sha256(sessionId))));
  }

  /**
   * Notes that the session was seen, once a minute at most, so that page views write nothing. A failure
   * costs no page: where only writing fails, the session just ends earlier.
   */
  override touch(_sessionId: string, session: SessionData, callback: Callback): void {
    const { store, seal, now, log } = this.#context;
    const row = this.#rows.get(session);
    if (!row || now() - row.seenAt < touchEveryMs) return void callback();
    answer(callback, () =>
      store.sessions
        .touch(row.id, seal.seen(row, now()))
        .catch(() => log.warn("session.not-noted")),
    );
  }

  override createSession(request: never, data: SessionData): Session & SessionData {
    const session = super.createSession(request, data);
    const row = this.#rows.get(data);
    if (row) this.#rows.set(session, row);
    return session;
  }
}

const touchEveryMs = 60_000;

/** Calls back outside the promise, so that what the callback throws is nobody's rejection. */
function answer<Result>(callback: Callback<Result>, work: () => Promise<Result>): void {
  work().then(
    (result) => process.nextTick(callback, null, result),
    (error) => process.nextTick(callback, error),
  );
}
