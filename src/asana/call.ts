/** A call that was made, as it is shown to people and logged; holds no token. */
export interface AsanaCall {
  readonly method: Method;
  readonly url: string;
  /** What was sent, if anything. */
  readonly requestBody: unknown;
  /** The scope that the operation needs. */
  readonly scope: string;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** The parsed JSON, when the answer was JSON. */
  readonly body: unknown;
  /** What Asana announces to change for this app: its `Asana-Change` headers. */
  readonly announcedChange: string | undefined;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";
