import type { Request, Response } from "express";
import type { SignInAttempt } from "../../auth/sign-in-attempt.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import type { Dependencies } from "../dependencies.ts";
import { queryOf } from "../page/query.ts";
import type { BrowserCookie } from "./browser-cookie.ts";

/**
 * Takes the attempt that an authorization response answers.
 *
 * @returns undefined when a signed-in person comes back to an attempt that is used or too old
 * @throws SignInError `sign-in-expired`, `sign-in-not-started-here`; StoreError
 */
export async function takeAttempt(
  request: Request,
  response: Response,
  { sessions, browser }: Pick<Dependencies, "sessions"> & { readonly browser: BrowserCookie },
): Promise<SignInAttempt | undefined> {
  const state = queryOf(request).get("state");
  const browserId = browser.read(request);
  const attempt = browserId && state && (await sessions.attempts.take(browserId, state));
  if (attempt) return attempt;
  if (request.session.signedIn) return undefined;
  if (browserId || !state) throw new SignInError("sign-in-expired");
  browser.probe(response);
  throw new SignInError("sign-in-not-started-here");
}
