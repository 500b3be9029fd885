import type { AsanaApiErrorKind } from "../../asana/api-error.ts";
import type { AccessErrorKind } from "../../auth/access-error.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";
import type { ErrorPage } from "./error-page.ts";

/** A call's failure, but for the one that is the end of the access. */
type CallFailed = `asana-${Exclude<AsanaApiErrorKind, "unauthorized">}`;

/** When a page got nothing from Asana. A failed call has the words that commands print too. */
export const asanaErrorPages: Record<AccessErrorKind | CallFailed, ErrorPage> = {
  "access-ended": {
    status: 403,
    title: "Connect to Asana again",
    whatHappened: apiErrorWords.unauthorized.whatHappened,
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
    whatHappened:
      "Asana does not accept this app's client id and secret any more. Nothing of yours is lost.",
    whatToDo:
      "Whoever runs this app needs to copy both again from Asana's developer console. Then load the page again.",
    next: "again",
  },
  "refresh-slow": {
    status: 504,
    title: "Asana took too long to renew this app's access",
    whatHappened: "The answer did not arrive in time. Nothing is lost.",
    whatToDo: "Load the page again. If it stays like this, come back in a few minutes.",
    next: "again",
  },
  "asana-scope-missing": {
    status: 403,
    title: "This page needs another permission",
    ...apiErrorWords["scope-missing"],
    next: "again", // the app knows by now what is missing, and the page asks for it
  },
  "asana-forbidden": {
    status: 403,
    title: "Asana does not allow this",
    ...apiErrorWords.forbidden,
    next: "home",
  },
  "asana-not-found": {
    status: 404,
    title: "Asana does not know this",
    ...apiErrorWords["not-found"],
    next: "home",
  },
  "asana-page-expired": {
    status: 400,
    title: "This page of the list is too old",
    ...apiErrorWords["page-expired"],
    next: "home",
  },
  "asana-rate-limited": {
    status: 503,
    title: "Asana asks for a pause",
    ...apiErrorWords["rate-limited"],
    next: "again",
  },
  "asana-refused": {
    status: 502,
    title: "Asana refused this request",
    ...apiErrorWords.refused,
    next: "home",
  },
  "asana-failed": {
    status: 502,
    title: "Asana has trouble of its own",
    ...apiErrorWords.failed,
    next: "again",
  },
  "asana-unreachable": {
    status: 502,
    title: "Asana could not be reached",
    ...apiErrorWords.unreachable,
    next: "again",
  },
  "asana-slow": {
    status: 504,
    title: "Asana is slow at the moment",
    ...apiErrorWords.slow,
    next: "again",
  },
  "asana-unreadable": {
    status: 502,
    title: "Asana's answer makes no sense",
    ...apiErrorWords.unreadable,
    next: "again",
  },
};
