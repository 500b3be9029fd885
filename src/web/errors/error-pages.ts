import type { AsanaApiErrorKind } from "../../asana/api-error.ts";
import type { AccessErrorKind } from "../../auth/access-error.ts";
import { apiErrorWords as words } from "../../words/api-error-words.ts";
import type { ErrorPage } from "./error-page.ts";
import { signInErrorPages } from "./sign-in-error-pages.ts";

/** Every failure that has a page. The person sees the kind as "Error code". */
export type ErrorKind =
  | keyof typeof signInErrorPages
  | keyof typeof asanaErrorPages
  | keyof typeof requestErrorPages;

/** A failed call's kind. A call that is `unauthorized` means that the access has ended. */
type CallFailed = `asana-${Exclude<AsanaApiErrorKind, "unauthorized">}`;

/** When a page got nothing from Asana. */
const asanaErrorPages: Record<AccessErrorKind | CallFailed, ErrorPage> = {
  "access-ended": {
    ...words.unauthorized,
    status: 403,
    whatToDo: "Connect again, and you come back to the page you were on.",
    next: "connect",
  },
  "refresh-failed": {
    status: 502,
    title: "Asana did not renew this app's access",
    whatHappened: "Asana answered with an error, or the connection broke. Nothing is lost.",
    whatToDo: "Load the page again in a moment.",
    next: "again",
  },
  "refresh-refused": {
    status: 502,
    title: "Asana refuses to renew this app's access",
    whatHappened: "Asana refuses this app's client id and secret. Nothing of yours is lost.",
    whatToDo: "The operator needs to copy both again from Asana. Then load the page again.",
    next: "again",
  },
  "refresh-slow": {
    status: 504,
    title: "Asana took too long to renew this app's access",
    whatHappened: "The answer did not arrive in time. Nothing is lost.",
    whatToDo: "Load the page again. If it stays like this, come back in a few minutes.",
    next: "again",
  },
  // Loaded again, the page asks for the permission: the app knows by now that it is missing.
  "asana-scope-missing": { ...words["scope-missing"], status: 403, next: "again" },
  "asana-forbidden": { ...words.forbidden, status: 403 },
  "asana-not-found": { ...words["not-found"], status: 404 },
  "asana-page-expired": { ...words["page-expired"], status: 400 },
  "asana-rate-limited": { ...words["rate-limited"], status: 503, next: "again" },
  "asana-refused": { ...words.refused, status: 502 },
  "asana-failed": { ...words.failed, status: 502, next: "again" },
  "asana-unreachable": { ...words.unreachable, status: 502, next: "again" },
  "asana-slow": { ...words.slow, status: 504, next: "again" },
  "asana-unreadable": { ...words.unreadable, status: 502, next: "again" },
};

/** Why the request itself could not be served. */
const requestErrorPages = {
  "page-not-found": {
    status: 404,
    title: "There is no such page",
    whatHappened: "The address may be mistyped, or the page was moved.",
    whatToDo: "Go to the start page and look from there.",
  },
  "request-malformed": {
    status: 400,
    title: "This request cannot be understood",
    whatHappened: "The address or the form that your browser sent is damaged.",
    whatToDo: "Go back to the page before and try again, or begin at the start page.",
  },
  "method-not-allowed": {
    status: 405,
    title: "This page cannot be used that way",
    whatHappened: "The address exists, but not for this kind of request.",
    whatToDo: "Open it with a link or a button of this app.",
  },
  "form-too-large": {
    status: 413,
    title: "The form holds too much",
    whatHappened: "The form is larger than this app accepts.",
    whatToDo: "Go back, shorten it, and send it again.",
  },
  "form-not-ours": {
    status: 403,
    title: "This form is out of date",
    whatHappened:
      "The form was made for another sign-in, or by another site. The app did nothing with it.",
    whatToDo: "Open the page with the form again, then press its button.",
  },
  "administrators-only": {
    status: 403,
    title: "This page is for administrators",
    whatHappened:
      "This page uses a token that sees the whole organization. Only the administrators named in the settings may open it.",
    whatToDo:
      "If you should be among them, give the operator your Asana user id for ADMIN_USER_IDS. Your profile page shows it.",
  },
  "https-not-seen": {
    status: 503,
    title: "This app is not set up for its address yet",
    whatHappened:
      "BASE_URL says https, but the request arrived as http. Browsers would keep no cookie, and people could not sign in.",
    whatToDo:
      "For the operator of this app: set TRUST_PROXY to the number of proxies in front of it, and have the first one send X-Forwarded-Proto: https.",
  },
  "store-unavailable": {
    status: 503,
    title: "Sign-ins cannot be looked up at the moment",
    whatHappened: "The place where this app remembers who is signed in does not answer.",
    whatToDo: "Wait a moment and load the page again. You may still be signed in.",
    retryAfterSeconds: 5,
    next: "again",
  },
  unexpected: {
    status: 500,
    title: "Something went wrong in this app",
    whatHappened: "This is a fault of the app, not of yours. The app has written it to its log.",
    whatToDo: "Try again later, and tell the operator of the app the request id below.",
  },
} satisfies Record<string, ErrorPage>;

/** What a person reads when something fails. docs/troubleshooting.md explains it to the operator. */
export const errorPages: Record<ErrorKind, ErrorPage> = {
  ...signInErrorPages,
  ...asanaErrorPages,
  ...requestErrorPages,
};

/** Whether a text, such as a query parameter, is the kind of an error page. */
export function isErrorKind(text: string | null): text is ErrorKind {
  return text !== null && Object.hasOwn(errorPages, text);
}

/** A request that cannot be served, for a reason that lies in the request or the set-up. */
export class HttpError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind) {
    super(kind);
    this.name = "HttpError";
    this.kind = kind;
  }
}
