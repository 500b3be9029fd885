import type { StoreContext } from "./database.ts";
import { sha256 } from "./sealing.ts";

/** A form that a person sent. */
export interface Submission {
  /** What stood in the fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** What came of it; undefined while it is being worked on. */
  readonly result: unknown;
}

/** The same, as it comes out of the store. */
interface KeptSubmission extends Submission {
  /** Epoch milliseconds. */
  readonly begunAt: number;
  readonly isDone: boolean;
}

/**
 * Forms that were sent, by their one-time key, for ten minutes: so that a double click does nothing
 * twice, that the page after the redirect can tell what happened, and that nothing typed is lost.
 *
 * All methods throw StoreError when the database fails.
 */
export interface Submissions {
  /** Notes that a form is being worked on; false when its key was used, or the session has ended. */
  begin(sessionId: string, key: string, fields: Submission["fields"]): boolean;
  /** Keeps what came of it, for the session that it belongs to by now. */
  finish(key: string, submission: Submission): void;
  /** Only the session that sent a form sees it. */
  read(sessionId: string, key: string): KeptSubmission | undefined;
  /** Gives what one session sent to the session that takes its place. */
  carryOver(from: string, to: string): void;
  sweep(): void;
}

const lifetimeMs = 10 * 60 * 1000;
const submissionsPerSession = 20; // a form holds 16 kB at most

const insertSql = `
  INSERT INTO submissions (id, session, sealed, is_done, expires_at)
  SELECT ?, sessions.id, ?, 0, ? FROM sessions WHERE sessions.id = ?
  ON CONFLICT DO NOTHING RETURNING 1`;

const readSql = `
  SELECT sealed, is_done, expires_at FROM submissions
  WHERE id = ? AND session = ? AND expires_at > ?`;

const deleteSurplusSql = `
  DELETE FROM submissions WHERE id IN (
    SELECT id FROM submissions WHERE session = ?
    ORDER BY expires_at DESC, rowid DESC LIMIT -1 OFFSET ${submissionsPerSession})`;

/** Keeps forms sealed, the newest twenty of a session. */
export function createSubmissions({ database, seal, now }: StoreContext): Submissions {
  return {
    begin(sessionId, key, fields) {
      const id = sha256(key);
      const session = sha256(sessionId);
      database.run("DELETE FROM submissions WHERE id = ? AND expires_at <= ?", id, now());
      const sealed = seal.seal({ fields }, id);
      const inserted = database.rows(insertSql, id, sealed, now() + lifetimeMs, session);
      database.run(deleteSurplusSql, session);
      return inserted.length > 0;
    },

    finish(key, submission) {
      const id = sha256(key);
      const sql = "UPDATE submissions SET sealed = ?, is_done = 1 WHERE id = ?";
      database.run(sql, seal.seal(submission, id), id);
    },

    read(sessionId, key) {
      const id = sha256(key);
      const [sealed, isDone, expiresAt] = database.row(readSql, id, sha256(sessionId), now());
      const opened = seal.open<Submission>(sealed, id);
      const begunAt = Number(expiresAt) - lifetimeMs;
      return opened && { ...opened, begunAt, isDone: isDone === 1 };
    },

    carryOver(from, to) {
      const sql = "UPDATE submissions SET session = ? WHERE session = ?";
      database.run(sql, sha256(to), sha256(from));
    },

    sweep() {
      database.run("DELETE FROM submissions WHERE expires_at <= ?", now());
    },
  };
}
