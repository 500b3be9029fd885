import "express-session";
import type { IdTokenClaims } from "../auth/code-exchange.ts";

/** Somebody who signed in. Lives sealed in the session store; tokens live elsewhere. */
export interface SignedIn {
  /**
   * Issuer and subject identify a person; name and e-mail are shown, and may change hands
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
  /** Read at Asana when the profile is first shown, then remembered until "read again". */
  readonly account?: Account;
}

export interface Account {
  readonly workspaces: readonly { readonly gid: string; readonly name: string }[];
  /** Why `workspaces` may be empty although there are some. */
  readonly workspacesProblem?: "scope-missing" | "access-ended" | "asana-failed";
  /** What Asana says of the access token; `unknown` when it could not be asked. */
  readonly access: "active" | "ended" | "unknown";
  /** Epoch milliseconds. */
  readonly readAt: number;
}

declare module "express-session" {
  interface SessionData {
    signedIn?: SignedIn;
    csrfToken?: string;
  }
}
