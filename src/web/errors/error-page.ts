/** The words of an error page, and where its one button leads. */
export interface ErrorPage {
  readonly status: number;
  readonly title: string;
  readonly whatHappened: string;
  readonly whatToDo: string;
  readonly next: "sign-in" | "home" | "connect" | "again";
}
