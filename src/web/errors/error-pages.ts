import { asanaErrorPages } from "./asana-error-pages.ts";
import type { ErrorPage } from "./error-page.ts";
import { signInErrorPages } from "./sign-in-error-pages.ts";

/** Every failure that has a page. The kind is the error code a person sees. */
export type ErrorKind =
  | keyof typeof signInErrorPages
  | keyof typeof asanaErrorPages
  | RequestErrorKind;

/** Why a request itself could not be served. */
export type RequestErrorKind =
  | "page-not-found"
  | "request-malformed"
  | "method-not-allowed"
  | "form-too-large"
  | "form-not-ours"
  | "administrators-only"
  | "https-not-seen"
  | "store-unavailable"
  | "unexpected";

const requestErrorPages: Record<RequestErrorKind, ErrorPage> = {
  "page-not-found": {
    status: 404,
    title: "There is no such page",
    whatHappened: "The address may be mistyped, or the page was moved.",
    whatToDo: "Go to the start page and look from there.",
    next: "home",
  },
  "request-malformed": {
    status: 400,
    title: "This request cannot be understood",
    whatHappened: "The address or the form that your browser sent is damaged.",
    whatToDo: "Go back to the page before and try again, or begin at the start page.",
    next: "home",
  },
  "method-not-allowed": {
    status: 405,
    title: "This page cannot be used that way",
    whatHappened: "The address exists, but not for this kind of request.",
    whatToDo: "Open it with a link or a button of this app.",
    next: "home",
  },
  "form-too-large": {
    status: 413,
    title: "The form holds too much",
    whatHappened: "What was sent is larger than this app accepts.",
    whatToDo: "Go back, shorten it, and send it again.",
    next: "home",
  },
  "form-not-ours": {
    status: 403,
    title: "This form is out of date",
    whatHappened:
      "The form was made for another sign-in, or by another site, so nothing was done with it.",
    whatToDo: "Open the page with the form again, then press its button.",
    next: "home",
  },
  "administrators-only": {
    status: 403,
    title: "This page is for administrators",
    whatHappened:
      "It shows the whole organization, with a token that sees more than you do, so it is for those whom this app's settings name.",
    whatToDo:
      "If you should be among them, give whoever runs this app your Asana user id, which your profile page shows; it belongs into ADMIN_USER_IDS.",
    next: "home",
  },
  "https-not-seen": {
    status: 503,
    title: "This app is not set up for its address yet",
    whatHappened:
      "BASE_URL says https, but the request arrived as http, so cookies would not be kept and nobody could sign in.",
    whatToDo:
      "Whoever runs this app: set TRUST_PROXY to the number of proxies in front of it, and have the first one send X-Forwarded-Proto: https.",
    next: "home",
  },
  "store-unavailable": {
    status: 503,
    title: "Sign-ins cannot be looked up at the moment",
    whatHappened: "The place where this app remembers who is signed in does not answer.",
    whatToDo: "Wait a moment and load the page again. You may still be signed in.",
    next: "home",
  },
  unexpected: {
    status: 500,
    title: "Something went wrong in this app",
    whatHappened: "This is a fault of the app, not of yours. It has been noted in its log.",
    whatToDo: "Try again later, and tell whoever runs the app the request id below.",
    next: "home",
  },
};

/**
 * What a person reads when something fails. Each kind has its own title and its own next step;
 * `docs/troubleshooting.md` explains each to the operator.
 */
export const errorPages: Record<ErrorKind, ErrorPage> = {
  ...signInErrorPages,
  ...asanaErrorPages,
  ...requestErrorPages,
};

/** Whether a text, such as a query parameter, is the kind of an error page. */
export function isErrorKind(text: string | null): text is ErrorKind {
  return text !== null && Object.hasOwn(errorPages, text);
}
