import { describeError } from "../error-description.ts";
import type { Log } from "../log.ts";
import type { Sessions } from "../sessions/sessions.ts";

/** Deletes from the store what has ended by time. Never throws: a failure is logged. */
export async function sweepStore(sessions: Sessions, log: Log): Promise<void> {
  try {
    await sessions.sweep();
  } catch (error) {
    log.warn(describeError(error), "sessions.sweep-failed"); // the next sweep tries again
  }
}

/**
 * The first sweep, since a process may end before the second is due. Leaves it to that one when the
 * store is away, which the log has said already.
 */
export async function sweepAtStart(sessions: Sessions, log: Log): Promise<void> {
  if (await sessions.isAnswering()) await sweepStore(sessions, log);
}

/** Closes the store when the process ends. Never throws: a failure is logged. */
export async function closeStore(sessions: Sessions, log: Log): Promise<void> {
  try {
    await sessions.close();
  } catch (error) {
    log.warn(describeError(error), "sessions.close-failed"); // the log is written back at the start
  }
}
