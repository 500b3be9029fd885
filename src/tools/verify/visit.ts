import type { ContractSettings, Known } from "./expectation.ts";

/** The settings of the suite with sign-ins. */
export interface SignInSettings extends ContractSettings {
  readonly client: NonNullable<ContractSettings["client"]>;
  readonly redirectUri: string;
  /** What the app asks for at the sign-in, space-separated. */
  readonly scope: string;
}

/** A sign-in whose response came: what was sent, and the authorization response. */
export interface Visit {
  readonly settings: SignInSettings;
  readonly known: Known;
  readonly signal: AbortSignal;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly parameters: URLSearchParams;
  /** Refresh tokens that the sign-ins gave. They are revoked in the end. */
  readonly handedOut: string[];
  /** What differs from what the app relies on. */
  readonly differences: string[];
}
