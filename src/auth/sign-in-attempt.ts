/** One authorization request waiting for its response. */
export interface SignInAttempt {
  readonly state: string;
  readonly codeVerifier: string;
  /** What the app asked for, and what it was granted when the token response names no scope. */
  readonly scope: string;
  /** Path on this origin to go to afterwards. */
  readonly returnTo: string;
  /** Whether a page asked for a further permission: a no then leads back to that page. */
  readonly isForMore: boolean;
  /** Plain JSON that the observer wants back when the browser returns from Asana. */
  readonly observed?: unknown;
}
