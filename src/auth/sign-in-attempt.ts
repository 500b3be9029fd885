/** One authorization request waiting for its response. */
export interface SignInAttempt {
  readonly state: string;
  readonly codeVerifier: string;
  /** What was asked for: when the token response names no scope, this is what was granted. */
  readonly scope: string;
  /** Path on this origin to go to afterwards. */
  readonly returnTo: string;
  /** Whether a page asked for more than is granted: then a no leads back to that page. */
  readonly isForMore: boolean;
  /** What an observer of the first half left for the one of the second; plain JSON. */
  readonly observed?: unknown;
}
