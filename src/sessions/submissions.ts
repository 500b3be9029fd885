import type { FormRow, SharedStore } from "../store/shared-store.ts";
import { type Seal, sha256 } from "./sealing.ts";

/** A form that a person sent. */
export interface Submission {
  /** What stood in the fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** What came of it; undefined while it is being worked on. */
  readonly result: unknown;
}

/** The same, as it comes out of the store. */
type KeptSubmission = Submission & Pick<FormRow, "begunAt" | "isDone">;

/**
 * Forms that were sent, by their one-time key, for ten minutes: so that a double click does nothing
 * twice, that the page after the redirect can tell what happened, and that nothing typed is lost.
 *
 * All methods reject with StoreError when the store fails.
 */
export interface Submissions {
  /** Notes that a form is being worked on; false when its key was used, or the session has ended. */
  begin(sessionId: string, key: string, fields: Submission["fields"]): Promise<boolean>;
  /** Keeps what came of it, for the session that it belongs to by now. */
  finish(key: string, submission: Submission): Promise<void>;
  /** Only the session that sent a form sees it. */
  read(sessionId: string, key: string): Promise<KeptSubmission | undefined>;
}

const lifetimeMs = 10 * 60 * 1000;
const submissionsPerSession = 20; // a form holds 16 kB at most

/** Keeps forms sealed, the newest twenty of a session. */
export function createSubmissions(options: {
  readonly store: SharedStore;
  readonly seal: Seal;
  readonly now: () => number;
}): Submissions {
  const { store, seal, now } = options;
  return {
    begin(sessionId, key, fields) {
      const id = sha256(key);
      const times = { begunAt: now(), expiresAt: now() + lifetimeMs };
      const form = { id, session: sha256(sessionId), sealed: seal.seal({ fields }, id), ...times };
      return store.forms.begin(form, submissionsPerSession);
    },

    finish(key, submission) {
      const id = sha256(key);
      return store.forms.finish(id, seal.seal(submission, id));
    },

    async read(sessionId, key) {
      const id = sha256(key);
      const row = await store.forms.get(id, sha256(sessionId));
      const submission = seal.open<Submission>(row?.sealed, id);
      return row && submission && { ...submission, begunAt: row.begunAt, isDone: row.isDone };
    },
  };
}
