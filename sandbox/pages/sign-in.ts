import { randomUUID } from "node:crypto";
import type { CookieOptions, Request, Response } from "express";
import { findPerson, type Person } from "../people.ts";
import type { State } from "../state.ts";

/** Named unlike the app's, because localhost shares cookies between ports. */
const cookieName = "sandbox-asana";
const cookieOptions: CookieOptions = { httpOnly: true, sameSite: "lax", path: "/" };

/** @returns who is signed in at the sandbox in this browser */
export function signedInPerson(state: State, req: Request): Person | undefined {
  return findPerson(state.signIns.get(signInId(req)));
}

/** Always under a new id, so that nobody can be given one they did not choose. */
export function startSignIn(state: State, person: Person, req: Request, res: Response): void {
  const id = randomUUID();
  state.signIns.delete(signInId(req));
  state.signIns.set(id, person.gid);
  state.save();
  res.cookie(cookieName, id, cookieOptions);
}

export function endSignIn(state: State, req: Request, res: Response): void {
  if (state.signIns.delete(signInId(req))) {
    state.save();
  }
  res.clearCookie(cookieName, cookieOptions);
}

function signInId(req: Request): string {
  const cookies = (req.headers.cookie ?? "").split(/; */);
  return (
    cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ??
    ""
  );
}
