import "express-session";
import type { IdTokenClaims } from "../auth/code-exchange.ts";
import type { Tokens } from "../auth/tokens.ts";

/** Somebody who signed in, and what the app may do for them. Lives sealed in the session store. */
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
  readonly tokens: Tokens;
  /** Read at Asana when the profile is first shown, then remembered until "read again". */
  readonly account?: Account;
}

export interface Account {
  readonly workspaces: readonly { readonly gid: string; readonly name: string }[];
  /** Why `workspaces` may be empty although there are some. */
  readonly workspacesProblem?: "scope-missing" | "access-ended" | "asana-failed";
  /** What Asana says of the access token; `unknown` when it could not be asked. */
  readonly access: "active" | "ended" | "unknown";
  /** Granted scopes, space-separated: as introspection says, or else as the sign-in left them. */
  readonly scope: string;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

declare module "express-session" {
  interface SessionData {
    signedIn?: SignedIn;
    csrfToken?: string;
  }
}

/** How long a session lives: since it was last used, and since the sign-in (OWASP ASVS 5, 7.3). */
export const sessionLifetime = {
  idleMs: 24 * 60 * 60 * 1000,
  absoluteMs: 7 * 24 * 60 * 60 * 1000,
};
