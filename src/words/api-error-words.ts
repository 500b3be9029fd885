import type { AsanaApiErrorKind } from "../asana/api-error.ts";

/**
 * What happened when a call to Asana's API failed, and what a person can do about it. The app's pages
 * and the commands say the same.
 */
export const apiErrorWords: Record<
  AsanaApiErrorKind,
  { readonly whatHappened: string; readonly whatToDo: string }
> = {
  unauthorized: {
    whatHappened: "Asana no longer accepts this app's access: it has run out, or was withdrawn.",
    whatToDo: "Connect to Asana again.",
  },
  "scope-missing": {
    whatHappened: "This needs a permission that was not given.",
    whatToDo: "Allow it at Asana, then try again.",
  },
  forbidden: {
    whatHappened: "Asana does not allow this here: you, or this app in this workspace, may not.",
    whatToDo: "Ask an administrator of the workspace, or choose something else.",
  },
  "not-found": {
    whatHappened: "Asana does not know it: it was deleted, or you cannot see it.",
    whatToDo: "Go back to the list and look there.",
  },
  "page-expired": {
    whatHappened: "This place in the list is too old for Asana.",
    whatToDo: "Start again from the first page.",
  },
  "rate-limited": {
    whatHappened: "Asana asks this app to slow down.",
    whatToDo: "Wait as long as it says, then try again.",
  },
  refused: {
    whatHappened: "Asana refused the request.",
    whatToDo: "Check what was sent, correct it, and try again.",
  },
  failed: {
    whatHappened: "Asana had an error of its own.",
    whatToDo: "Try again in a few minutes. If it stays, tell Asana's support.",
  },
  unreachable: {
    whatHappened: "Asana could not be reached.",
    whatToDo: "Check the connection and try again.",
  },
  slow: {
    whatHappened: "Asana took too long to answer.",
    whatToDo: "Try again; Asana may be busy.",
  },
  unreadable: {
    whatHappened: "Asana's answer could not be read.",
    whatToDo: "Try again later. A proxy between here and Asana may have answered instead.",
  },
};
