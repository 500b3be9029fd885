import { type Session, type SessionData, Store } from "express-session";
import type { StoreContext } from "./database.ts";
import { sha256 } from "./sealing.ts";
import { aliveAt, aliveSql } from "./session-lifetime.ts";
import type { Person, PersonIds } from "./sessions-of-person.ts";

type Callback<Result = void> = (error?: unknown, result?: Result) => void;

type SqliteStoreContext = StoreContext & { readonly personIds: (person: Person) => PersonIds };

/**
 * express-session's store over SQLite. What a session holds is sealed, its id is stored hashed, and
 * a session ends here when it has been idle or alive for too long, even if the cookie says otherwise.
 */
export class SqliteSessionStore extends Store {
  readonly #context: SqliteStoreContext;
  /** Sessions that came out of the store, as opposed to those that just began. */
  readonly #stored = new WeakSet<object>();

  constructor(context: SqliteStoreContext) {
    super();
    this.#context = context;
  }

  override get(sessionId: string, callback: Callback<SessionData | null>): void {
    const { database, seal, now } = this.#context;
    answer(callback, () => {
      const id = sha256(sessionId);
      const sql = `SELECT sealed FROM sessions WHERE id = ? AND ${aliveSql}`;
      const [sealed] = database.row(sql, id, ...aliveAt(now()));
      return seal.open<SessionData>(sealed, id) ?? null;
    });
  }

  /** A session that came out of the store and has ended meanwhile stays ended. */
  override set(sessionId: string, session: SessionData, callback: Callback): void {
    const { database, seal, personIds, now } = this.#context;
    answer(callback, () => {
      const id = sha256(sessionId);
      const sealed = seal.seal(session, id);
      if (this.#stored.has(session)) {
        database.run("UPDATE sessions SET sealed = ? WHERE id = ?", sealed, id);
        return;
      }
      const person = session.signedIn ? personIds(session.signedIn)[0] : "";
      const startedAt = now();
      database.run(
        `INSERT INTO sessions (id, person, sealed, created_at, last_seen_at)
         VALUES (?, ?, ?, ?, ?)`,
        ...[id, person, sealed, startedAt, startedAt],
      );
      this.#stored.add(session);
    });
  }

  override destroy(sessionId: string, callback: Callback): void {
    answer(callback, () => this.delete(sessionId));
  }

  /** Ends a session; throws StoreError. */
  delete(sessionId: string): void {
    this.#context.database.run("DELETE FROM sessions WHERE id = ?", sha256(sessionId));
  }

  /** Notes that the session was seen, once a minute at most, so that page views write nothing. */
  override touch(sessionId: string, _session: SessionData, callback: Callback): void {
    const { database, now } = this.#context;
    answer(callback, () => {
      const id = sha256(sessionId);
      const [lastSeenAt] = database.row("SELECT last_seen_at FROM sessions WHERE id = ?", id);
      if (lastSeenAt === undefined || now() - Number(lastSeenAt) < touchEveryMs) return;
      database.run("UPDATE sessions SET last_seen_at = ? WHERE id = ?", now(), id);
    });
  }

  override createSession(request: never, data: SessionData): Session & SessionData {
    const session = super.createSession(request, data);
    this.#stored.add(session);
    return session;
  }

  /** Deletes the sessions that have ended by time; throws StoreError. */
  sweep(): void {
    const { database, now } = this.#context;
    database.run(`DELETE FROM sessions WHERE NOT (${aliveSql})`, ...aliveAt(now()));
  }
}

const touchEveryMs = 60_000;

function answer<Result>(callback: Callback<Result>, work: () => Result): void {
  let result: Result;
  try {
    result = work();
  } catch (error) {
    callback(error);
    return;
  }
  callback(null, result);
}
