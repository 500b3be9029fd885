import { promisify } from "node:util";
import type { Request } from "express";
import type { SignedIn } from "../sessions/session.ts";
import { makeCsrfToken } from "./middleware/csrf.ts";

/**
 * Starts the session of somebody who has just signed in: under a new id, with nothing carried over,
 * and saved before the caller redirects, because the next request may be faster than the store.
 *
 * @see OWASP ASVS 5, 7.2.4
 */
export async function startSession(request: Request, signedIn: SignedIn): Promise<void> {
  await promisify(request.session.regenerate).call(request.session);
  request.session.signedIn = signedIn;
  request.session.csrfToken = makeCsrfToken();
  await saveSession(request);
}

/** Saves the session now rather than at the end of the response. */
export async function saveSession(request: Request): Promise<void> {
  await promisify(request.session.save).call(request.session);
}

/** Ends the session here: nothing of it is left in the store. */
export async function endSession(request: Request): Promise<void> {
  await promisify(request.session.destroy).call(request.session);
}
