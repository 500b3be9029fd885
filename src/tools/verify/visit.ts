import type { ContractSettings, Known } from "./expectation.ts";

/** What the sign-ins need beyond the other settings. */
export interface SignInSettings extends ContractSettings {
  readonly client: NonNullable<ContractSettings["client"]>;
  readonly redirectUri: string;
  /** What the app asks for at the sign-in, space-separated. */
  readonly scope: string;
}

/** A sign-in that came back: what was sent, and the authorization response. */
export interface Visit {
  readonly settings: SignInSettings;
  readonly known: Known;
  readonly signal: AbortSignal;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly parameters: URLSearchParams;
  /** Refresh tokens that were handed out, to be revoked in the end. */
  readonly handedOut: string[];
  /** What differs from what the app relies on. */
  readonly differences: string[];
}
