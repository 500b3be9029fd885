import type { SessionData } from "express-session";
import type { TokenState } from "../auth/tokens.ts";
import type { TakeOver } from "../store/sqlite/taking-over.ts";
import { createSeal } from "./sealing.ts";
import { createSessionSeal } from "./session-seal.ts";

/**
 * In version 3, sessions were bound to their id only, and the count of refreshes stood beside the
 * tokens.
 *
 * @param secrets session secrets, newest first
 */
export function createTakeOver(secrets: readonly string[]): TakeOver {
  const ofSessions = createSeal(secrets, "session");
  const ofTokens = createSeal(secrets, "tokens");
  const sessionSeal = createSessionSeal(ofSessions);
  return {
    session(row) {
      const data = ofSessions.open<SessionData>(row.sealed, row.id);
      return data && { sealed: sessionSeal.seal(row, data), ...sessionSeal.seen(row, row.seenAt) };
    },
    tokens({ session, sealed, refreshes }) {
      const state = ofTokens.open<Omit<TokenState, "refreshes">>(sealed, session);
      return state && ofTokens.seal({ ...state, refreshes } satisfies TokenState, session);
    },
  };
}
