/** An error page: its words, and where its one button leads. */
export interface ErrorPage {
  readonly status: number;
  readonly title: string;
  readonly whatHappened: string;
  readonly whatToDo: string;
  /** The start page, where it is left out. */
  /** When loading it again may help; for the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly next?: "sign-in" | "connect" | "again";
}
