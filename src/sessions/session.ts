import "express-session";
import type { IdTokenClaims } from "../auth/id-token.ts";

/** A person who signed in. Lives sealed in the session store; tokens live elsewhere. */
export interface SignedIn {
  /**
   * Issuer and subject identify a person; pages show name and e-mail, which may change hands
   * (OpenID Connect Core 1.0, 5.7; OWASP ASVS 5, 6.8.1 and 10.5.2).
   */
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly picture: string | undefined;
  readonly idTokenClaims: IdTokenClaims;
  /** What they signed in with, for the list of their sessions. */
  readonly startedFrom: { readonly device: string; readonly address: string };
}

declare module "express-session" {
  interface SessionData {
    signedIn?: SignedIn;
    csrfToken?: string;
  }
}
