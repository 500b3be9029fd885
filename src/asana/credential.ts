/** Where a client gets the bearer token for its calls, whichever of the four methods gave it. */
export interface Credential {
  /** The token to use now. What it throws reaches whoever made the call. */
  accessToken(): Promise<string>;
  /** Another token, if there is one, after Asana answered 401 to this one. */
  renewedToken?(refused: string): Promise<string | undefined>;
  /**
   * The scopes of the token, space-separated, if Asana says that it is active; undefined when it
   * does not, or when scopes do not limit the token, as with personal access tokens.
   */
  grantedScope?(): Promise<string | undefined>;
}

/** A token that stays the same: a personal access token, or a service account's. */
export function fixedToken(token: string): Credential {
  return { accessToken: async () => token };
}
