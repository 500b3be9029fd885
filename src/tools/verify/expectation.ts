import type * as v from "valibot";

/** What the suite may use; a part whose setting is absent is not checked. */
export interface ContractSettings {
  readonly issuer: string;
  /** Without a slash at the end. */
  readonly apiBaseUrl: string;
  readonly client: { readonly id: string; readonly secret: string } | undefined;
  readonly personalAccessToken: string | undefined;
  readonly serviceAccountToken: string | undefined;
}

/** What earlier answers told: addresses, gids. Later requests are made from it. */
export type Known = Map<string, string>;

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

/** One thing that the app relies on at Asana, with where it is said. */
export interface Expectation {
  /** A sentence: what Asana does. */
  readonly name: string;
  /** The page of Asana's, or the standard, that says so. */
  readonly source: string;
  /** Of the API: method and path, as Asana's API description writes them. */
  readonly operation?: string;
  /** @returns undefined when what it needs is not known: no task to read, say */
  request(known: Known, settings: ContractSettings): ContractRequest | undefined;
  /** The statuses that are as expected, and what is expected, in words. */
  readonly statuses: readonly number[];
  /** Of the body; absent where nothing is relied on. */
  readonly body?: (known: Known, settings: ContractSettings) => v.GenericSchema;
  /** What has to be known even if the answer differs: what is to be deleted again. */
  keep?(answer: ContractAnswer, known: Known): void;
  /** What this answer tells for later; and more to check, which gives what differs. */
  learn?(answer: ContractAnswer, known: Known): readonly string[] | undefined;
}

/** Expectations that need the same settings. */
export interface Part {
  readonly title: string;
  /** The setting without which it is not checked. */
  readonly needs: "ASANA_CLIENT_ID" | "ASANA_PAT" | "ASANA_SERVICE_ACCOUNT_TOKEN" | undefined;
  readonly expectations: readonly Expectation[];
}
