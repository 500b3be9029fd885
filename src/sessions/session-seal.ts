import type { SessionData } from "express-session";
import type { NewSession, Sealed, SessionRow } from "../store/shared-store.ts";
import type { Seal } from "./sealing.ts";
import { endOf } from "./session-lifetime.ts";

/** What a session's row says beside its sealed part, and never changes. */
type SessionIdentity = Pick<SessionRow, "id" | "person" | "createdAt">;

/** Seals sessions so that neither their person nor their times can be altered in the store. */
export interface SessionSeal {
  seal(identity: SessionIdentity, data: SessionData): Sealed;
  /** Undefined when the row was altered, or is past its end at `now`. */
  open(row: SessionRow, now: number): SessionData | undefined;
  /** The columns that say when a session was seen. */
  seen(
    session: Pick<SessionRow, "id" | "createdAt">,
    seenAt: number,
  ): Pick<NewSession, "seenAt" | "seenProof" | "expiresAt">;
}

/**
 * Person and time of the sign-in go in as associated data. The time at which the session was last seen
 * changes without the rest, so that it has a seal of its own.
 *
 * @see OWASP ASVS 5, 7.3.1 and 7.3.2
 */
export function createSessionSeal(seal: Seal): SessionSeal {
  return {
    seal: (identity, data) => seal.seal(data, associatedData(identity)),

    open(row, now) {
      if (endOf(row) <= now) return undefined;
      if (seal.open<number>(row.seenProof, seenIn(row)) !== row.seenAt) return undefined;
      return seal.open<SessionData>(row.sealed, associatedData(row));
    },

    seen(session, seenAt) {
      const expiresAt = endOf({ ...session, seenAt });
      return { seenAt, seenProof: seal.seal(seenAt, seenIn(session)), expiresAt };
    },
  };
}

function associatedData({ id, person, createdAt }: SessionIdentity): string {
  return `${id} ${person} ${createdAt}`;
}

function seenIn({ id }: Pick<SessionRow, "id">): string {
  return `${id} seen`;
}
