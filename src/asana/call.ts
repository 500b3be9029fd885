/** A call that was made, as it is shown to people; holds no token. */
export interface AsanaCall {
  readonly method: "GET";
  readonly url: string;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** The parsed JSON, when the answer was JSON. */
  readonly body: unknown;
}
