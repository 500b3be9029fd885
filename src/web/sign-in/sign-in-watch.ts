import type { Request } from "express";
import type { SignInAttempt } from "../../auth/sign-in-attempt.ts";
import type { SignInObserver } from "../../auth/sign-in-observer.ts";
import type { Log } from "../../log.ts";

/** How a feature watches sign-ins, from the link to the session. */
export interface SignInWatch {
  /** A person has opened the sign-in link. */
  begin(): WatchedSignIn;
  /** The browser is back, with a response to this attempt. Undefined: the rest is not watched. */
  goOn(attempt: SignInAttempt, currentUrl: URL): WatchedSignIn | undefined;
}

/** One sign-in that is watched, or a half of one: before Asana, or after. */
export interface WatchedSignIn {
  readonly observer: SignInObserver;
  /** What the attempt keeps until the browser is back; plain JSON. */
  observed(): unknown;
  /** The app has started the session. */
  signedIn(ending: SignInEnding): Promise<void>;
  /** @param why the error that ended the sign-in; `declined` when the person or Asana said no */
  notSignedIn(ending: SignInEnding, why: unknown): Promise<void>;
}

/** How the app answers a sign-in. */
export interface SignInEnding {
  readonly request: Request;
  readonly log: Log;
  /** Where the redirect leads. */
  readonly location: string;
}
