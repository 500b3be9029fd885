import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Request } from "express";
import type { Tokens } from "../auth/tokens.ts";
import type { Log } from "../log.ts";
import type { SignedIn } from "./session.ts";
import type { Sessions } from "./sessions.ts";

/**
 * Starts the session of a person who has just signed in: under a new id, and saved before the
 * caller redirects, because the next request may be faster than the store. It takes nothing over
 * from the session before, unless the same person signs in again: then the forms in their other
 * tabs stay good. It makes the token for their forms, so that no page view writes.
 *
 * @throws StoreError; then the session before is as it was
 * @see OWASP ASVS 5, 7.2.4
 */
export async function startSession(
  request: Request,
  started: {
    readonly signedIn: SignedIn;
    readonly tokens: Tokens;
    readonly sessions: Sessions;
    readonly log: Pick<Log, "warn">;
  },
): Promise<void> {
  const { signedIn, tokens, sessions, log } = started;
  const { signedIn: before, csrfToken } = request.session;
  const isOfSamePerson = before !== undefined && isSamePerson(before, signedIn);
  const previous = before && { id: request.sessionID, isOfSamePerson };

  request.sessionStore.generate(request);
  request.session.signedIn = signedIn;
  request.session.csrfToken =
    (isOfSamePerson ? csrfToken : undefined) ?? randomBytes(32).toString("base64url");
  try {
    await sessions.begin(request.session, { tokens, previous });
  } catch (error) {
    Reflect.deleteProperty(request, "session"); // or it would be saved, and its cookie sent, after all
    throw error;
  }
  // The person is signed in, also where the next sign-in has to end the surplus.
  await sessions.ofPerson
    .endSurplus(sessions.personIds(signedIn))
    .catch(() => log.warn("sessions.surplus-not-ended"));
}

/** Who is signed in. Throws TypeError in a handler that a stranger reached. */
export function signedInOf(request: Request): SignedIn {
  if (!request.session.signedIn)
    throw new TypeError("nobody is signed in: the table of who may do what lacks this page");
  return request.session.signedIn;
}

/** Ends the session: nothing of it is left in the store. Throws StoreError when that fails. */
export async function endSession(request: Request): Promise<void> {
  await promisify(request.session.destroy).call(request.session);
}

function isSamePerson(one: SignedIn, other: SignedIn): boolean {
  return one.issuer === other.issuer && one.subject === other.subject;
}
