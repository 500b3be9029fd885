import type { AsanaApiErrorKind } from "../asana/api-error.ts";

interface ApiErrorWords {
  readonly title: string;
  readonly whatHappened: string;
  readonly whatToDo: string;
}

/** Why a call to Asana's API failed, and what a person can do. Pages and commands say the same. */
export const apiErrorWords: Record<AsanaApiErrorKind, ApiErrorWords> = {
  unauthorized: {
    title: "Connect to Asana again",
    whatHappened: "Asana no longer accepts this app's access: it has run out, or was withdrawn.",
    whatToDo: "Connect to Asana again.",
  },
  "scope-missing": {
    title: "This page needs another permission",
    whatHappened: "This needs a permission that was not given.",
    whatToDo: "Allow it at Asana, then try again.",
  },
  forbidden: {
    title: "Asana does not allow this",
    whatHappened: "Asana does not allow this here: you, or this app in this workspace, may not.",
    whatToDo: "Ask an administrator of the workspace, or choose something else.",
  },
  "not-found": {
    title: "Asana does not know this",
    whatHappened: "Asana does not know it: it was deleted, or you cannot see it.",
    whatToDo: "Go back to the list and look there.",
  },
  "page-expired": {
    title: "This page of the list is too old",
    whatHappened: "This place in the list is too old for Asana.",
    whatToDo: "Start again from the first page.",
  },
  "rate-limited": {
    title: "Asana asks for a pause",
    whatHappened: "Asana asks this app to slow down.",
    whatToDo: "Wait as long as it says, then try again.",
  },
  refused: {
    title: "Asana refused this request",
    whatHappened: "Asana refused the request.",
    whatToDo: "Check what was sent, correct it, and try again.",
  },
  failed: {
    title: "Asana has trouble of its own",
    whatHappened: "Asana had an error of its own.",
    whatToDo: "Try again in a few minutes. If it stays, tell Asana's support.",
  },
  unreachable: {
    title: "Asana could not be reached",
    whatHappened: "Asana could not be reached.",
    whatToDo: "Check the connection and try again.",
  },
  slow: {
    title: "Asana is slow at the moment",
    whatHappened: "Asana took too long to answer.",
    whatToDo: "Try again; Asana may be busy.",
  },
  unreadable: {
    title: "Asana's answer makes no sense",
    whatHappened: "Asana's answer could not be read.",
    whatToDo: "Try again later. A proxy between here and Asana may have answered instead.",
  },
};
