import { type Session, type SessionData, Store } from "express-session";
import type { SessionDatabase } from "./database.ts";
import { sha256 } from "./hash.ts";
import type { Person, PersonIds } from "./person.ts";
import type { Seal } from "./sealing.ts";
import { aliveAt, aliveSql } from "./session-lifetime.ts";

type Callback<Result = void> = (error?: unknown, result?: Result) => void;

/**
 * express-session's store over SQLite. What a session holds is sealed, its id is stored hashed, and
 * a session ends here when it has been idle or alive for too long, even if the cookie says otherwise.
 */
export class SqliteSessionStore extends Store {
  readonly #database: SessionDatabase;
  readonly #seal: Seal;
  readonly #personIds: (person: Person) => PersonIds;
  readonly #now: () => number;
  /** Sessions that came out of the store, as opposed to those that just began. */
  readonly #stored = new WeakSet<object>();

  constructor(options: {
    database: SessionDatabase;
    seal: Seal;
    personIds: (person: Person) => PersonIds;
    now: () => number;
  }) {
    super();
    this.#database = options.database;
    this.#seal = options.seal;
    this.#personIds = options.personIds;
    this.#now = options.now;
  }

  override get(sessionId: string, callback: Callback<SessionData | null>): void {
    answer(callback, () => {
      const id = sha256(sessionId);
      const [sealed] =
        this.#database.row(
          `SELECT sealed FROM sessions WHERE id = ? AND ${aliveSql}`,
          id,
          ...aliveAt(this.#now()),
        ) ?? [];
      return sealed
        ? ((this.#seal.open(sealed as Buffer, id) as SessionData | undefined) ?? null)
        : null;
    });
  }

  /** A session that came out of the store and has ended meanwhile stays ended. */
  override set(sessionId: string, session: SessionData, callback: Callback): void {
    answer(callback, () => {
      const id = sha256(sessionId);
      const sealed = this.#seal.seal(session, id);
      if (this.#stored.has(session)) {
        this.#database.run("UPDATE sessions SET sealed = ? WHERE id = ?", sealed, id);
        return;
      }
      const now = this.#now();
      this.#database.run(
        `INSERT INTO sessions (id, person, sealed, created_at, last_seen_at)
         VALUES (?, ?, ?, ?, ?)`,
        id,
        session.signedIn ? this.#personIds(session.signedIn)[0] : "",
        sealed,
        now,
        now,
      );
      this.#stored.add(session);
    });
  }

  override destroy(sessionId: string, callback: Callback): void {
    answer(callback, () => this.delete(sessionId));
  }

  /**
   * Ends a session.
   *
   * @throws StoreError
   */
  delete(sessionId: string): void {
    this.#database.run("DELETE FROM sessions WHERE id = ?", sha256(sessionId));
  }

  /** Notes that the session was seen, once a minute at most, so that page views write nothing. */
  override touch(sessionId: string, _session: SessionData, callback: Callback): void {
    answer(callback, () => {
      const id = sha256(sessionId);
      const [lastSeenAt] =
        this.#database.row("SELECT last_seen_at FROM sessions WHERE id = ?", id) ?? [];
      const now = this.#now();
      if (lastSeenAt === undefined || now - Number(lastSeenAt) < touchEveryMs) return;
      this.#database.run("UPDATE sessions SET last_seen_at = ? WHERE id = ?", now, id);
    });
  }

  override createSession(request: never, data: SessionData): Session & SessionData {
    const session = super.createSession(request, data);
    this.#stored.add(session);
    return session;
  }

  /**
   * Deletes the sessions that have ended by time.
   *
   * @throws StoreError
   */
  sweep(): void {
    this.#database.run(`DELETE FROM sessions WHERE NOT (${aliveSql})`, ...aliveAt(this.#now()));
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
