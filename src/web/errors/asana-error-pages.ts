import type { AsanaApiErrorKind } from "../../asana/api-error.ts";
import type { AccessErrorKind } from "../../auth/access-error.ts";
import { apiErrorWords as words } from "../../words/api-error-words.ts";
import type { ErrorPage } from "./error-page.ts";

/** A failed call's kind. A call that is `unauthorized` means that the access has ended. */
type CallFailed = `asana-${Exclude<AsanaApiErrorKind, "unauthorized">}`;

/** When a page got nothing from Asana. */
export const asanaErrorPages: Record<AccessErrorKind | CallFailed, ErrorPage> = {
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
