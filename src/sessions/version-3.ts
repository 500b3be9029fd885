import type { SessionData } from "express-session";
import type { TokenState } from "../auth/tokens.ts";
import type { TakeOver } from "../store/sqlite/taking-over.ts";
import { createSeal } from "./sealing.ts";
import { createSessionSeal } from "./session-seal.ts";
import { createPersonIds } from "./sessions-of-person.ts";

/**
 * In version 3, sessions were bound to their id only, and the count of refreshes stood beside the
 * tokens. A row that says another person than its seal, or a time to come, is left behind.
 *
 * @param secrets session secrets, newest first
 */
export function createTakeOver(secrets: readonly string[], now: () => number): TakeOver {
  const ofSessions = createSeal(secrets, "session");
  const ofTokens = createSeal(secrets, "tokens");
  const sessionSeal = createSessionSeal(ofSessions);
  const personIds = createPersonIds(secrets);
  return {
    session(row) {
      const data = ofSessions.open<SessionData>(row.sealed, row.id);
      const isTheirs = data?.signedIn && personIds(data.signedIn).includes(row.person);
      if (!isTheirs || row.seenAt < row.createdAt || row.seenAt > now()) return undefined;
      return { sealed: sessionSeal.seal(row, data), ...sessionSeal.seen(row, row.seenAt) };
    },
    tokens({ session, sealed, refreshes }) {
      const state = ofTokens.open<Omit<TokenState, "refreshes">>(sealed, session);
      return state && ofTokens.seal({ ...state, refreshes } satisfies TokenState, session);
    },
  };
}
