import type * as v from "valibot";

/** The settings of the suite. A part whose setting is absent is not checked. */
export interface ContractSettings {
  readonly issuer: string;
  /** Without a slash at the end. */
  readonly apiBaseUrl: string;
  readonly client: { readonly id: string; readonly secret: string } | undefined;
  readonly personalAccessToken: string | undefined;
  readonly serviceAccountToken: string | undefined;
}

/** What a discovery document tells, by the names of its members. */
export const discoveredNames = [
  "issuer",
  "authorization_endpoint",
  "token_endpoint",
  "userinfo_endpoint",
  "jwks_uri",
  "code_challenge_methods_supported",
  "id_token_signing_alg_values_supported",
  "scopes_supported",
  "claims_supported",
  "token_endpoint_auth_methods_supported",
] as const;

/** The gids and the offset that stand in the paths of later requests. */
export const pathNames = [
  "user",
  "workspace",
  "project",
  "secondProject",
  "offset",
  "task",
  "ownTask",
  "goneTask",
  "organization",
] as const;

export type KnownName =
  | (typeof discoveredNames)[number]
  | (typeof pathNames)[number]
  | "firstOfPages"
  | "comment"
  // how this Asana behaves without a person
  | "invalidClientStatus"
  | "clientAuth"
  | "errorText"
  | "introspectUnknown"
  | "optFieldsType"
  | "saStatus"
  // what sign-ins tell
  | "idToken"
  | "algorithm"
  | "kid"
  | "claims"
  | "idTokenClaims"
  | "subject"
  | "nonce"
  | "userInfoClaims"
  | "sub"
  | "emailVerified"
  | "picture"
  | "tokenType"
  | "expiresIn"
  | "tokenScope"
  | "tokenData"
  | "dataEmail"
  | "refreshToken"
  | "refresh"
  | "pkce"
  | "wrongVerifier"
  | "codeReuse"
  | "scopeStatus"
  | "consent"
  | "denyError";

/** What earlier answers held. Later requests need it, and the answers to the questions come from it. */
export type Known = Map<KnownName, string>;

/** A request as it goes over the wire. */
export interface ContractRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly token?: string;
  /** Sent as a form, as the OAuth endpoints have it. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as JSON, as the API has it. */
  readonly json?: unknown;
  /** `Authorization` other than a bearer token. */
  readonly authorization?: string;
}

/** What came back. */
export interface ContractAnswer {
  readonly status: number;
  readonly location: string | undefined;
  /** The parsed JSON; undefined when the answer was none. */
  readonly body: unknown;
}

/** One thing that the app relies on at Asana, with its source. */
export interface Expectation {
  /** A sentence: what Asana does. */
  readonly name: string;
  /** The page of Asana's, or the standard, that says so. */
  readonly source: string;
  /** Of the API: method and path, as Asana's API description writes them. */
  readonly operation?: string;
  /** @returns undefined when something that it needs is not known, such as a task to read */
  request(known: Known, settings: ContractSettings): ContractRequest | undefined;
  /** The statuses that are as expected. */
  readonly statuses: readonly number[];
  /** The body's shape; absent where the app relies on nothing in it. */
  readonly body?: (known: Known, settings: ContractSettings) => v.GenericSchema;
  /** Keeps what later requests need even if the answer differs: the task to delete again. */
  keep?(answer: ContractAnswer, known: Known): void;
  /** Keeps what the answer tells. @returns further differences, a line each */
  learn?(answer: ContractAnswer, known: Known): readonly string[] | undefined;
}

/** Expectations that need the same settings. */
export interface Part {
  readonly title: string;
  /** The setting without which it is not checked. */
  readonly needs: "ASANA_CLIENT_ID" | "ASANA_PAT" | "ASANA_SERVICE_ACCOUNT_TOKEN" | undefined;
  readonly expectations: readonly Expectation[];
}
