import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Request } from "express";
import type { Account, SignedIn } from "./session.ts";

/**
 * Starts the session of somebody who has just signed in: under a new id, with nothing carried over,
 * and saved before the caller redirects, because the next request may be faster than the store.
 *
 * The token for their forms is made here, so that no page view writes.
 *
 * @throws StoreError
 * @see OWASP ASVS 5, 7.2.4
 */
export async function startSession(request: Request, signedIn: SignedIn): Promise<void> {
  await promisify(request.session.regenerate).call(request.session);
  request.session.signedIn = signedIn;
  request.session.csrfToken = randomBytes(32).toString("base64url");
  await promisify(request.session.save).call(request.session);
}

/** Who is signed in, in a handler that lets nobody else through. */
export function signedInOf(request: Request): SignedIn {
  if (!request.session.signedIn) throw new TypeError("a route lacks requireSignIn");
  return request.session.signedIn;
}

/**
 * Remembers what was read about the account of whoever is signed in; saved at once.
 *
 * @throws StoreError
 */
export async function rememberAccount(request: Request, account: Account): Promise<void> {
  request.session.signedIn = { ...signedInOf(request), account };
  await promisify(request.session.save).call(request.session);
}

/**
 * Ends the session: nothing of it is left in the store.
 *
 * @throws StoreError
 */
export async function endSession(request: Request): Promise<void> {
  await promisify(request.session.destroy).call(request.session);
}
