/** A request to the API and its answer, as pages show it. It holds no token. */
export interface AsanaCall {
  readonly method: Method;
  readonly url: string;
  /** The body that was sent; undefined when there was none. */
  readonly requestBody: unknown;
  /** The scope that the operation needs. */
  readonly scope: string;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** The parsed JSON, when the answer was JSON. */
  readonly body: unknown;
  /** Asana's `Asana-Change` header: a change of the API that will affect this app. */
  readonly announcedChange: string | undefined;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";
