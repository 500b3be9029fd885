/** Where a client gets the bearer token for its calls. */
export interface Credential {
  /** The token to use now. Its errors reach the caller of the client. */
  accessToken(): Promise<string>;
  /** Another token, if there is one, after Asana answered 401 to this one. */
  renewedToken?(refused: string): Promise<string | undefined>;
  /**
   * The scopes of the token, space-separated. Undefined when Asana does not call the token active, or
   * when scopes do not limit it, as with personal access tokens.
   */
  grantedScope?(): Promise<string | undefined>;
}

/** A token that stays the same: a personal access token, or a service account's. */
export function fixedToken(token: string): Credential {
  return { accessToken: async () => token };
}
