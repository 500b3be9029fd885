import * as v from "valibot";
import type { AsanaCall } from "./call.ts";

/** Why a call to Asana's API gave nothing to work with. */
export type AsanaApiErrorKind =
  | "unauthorized" // 401: the token has ended or was withdrawn
  | "scope-missing" // the token lacks a scope that the operation needs
  | "forbidden" // 403: the person, or their workspace, does not allow it
  | "not-found"
  | "page-expired" // the offset of a list's page is too old
  | "rate-limited"
  | "refused" // any other 4xx
  | "failed" // 5xx
  | "unreachable"
  | "slow"
  | "unreadable"; // not what the API description promises

/** What happened and what one can do about it, for people and for scripts alike. */
export const apiErrorWords: Record<AsanaApiErrorKind, { whatHappened: string; whatToDo: string }> =
  {
    unauthorized: {
      whatHappened: "Asana no longer accepts this access: it has run out, or was withdrawn.",
      whatToDo: "Connect to Asana again.",
    },
    "scope-missing": {
      whatHappened: "This needs a permission that was not given.",
      whatToDo: "Allow it at Asana, then try again.",
    },
    forbidden: {
      whatHappened: "Asana does not allow this here: you, or this app in this workspace, may not.",
      whatToDo: "Ask whoever administers the workspace, or choose something else.",
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
      whatToDo: "Check what was sent; the answer beside the request says more.",
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

export class AsanaApiError extends Error {
  readonly kind: AsanaApiErrorKind;
  /** The request that failed, with the status of its answer. */
  readonly call: AsanaCall;
  readonly whatHappened: string;
  readonly whatToDo: string;
  /** What Asana's support asks for after a 500, such as "6 sad squid snuggle softly". */
  readonly phrase: string | undefined;
  /** How long to wait, when Asana limits the rate. */
  readonly retryAfterMs: number | undefined;
  /** Scopes to ask for, space-separated; empty unless the kind is `scope-missing`. */
  readonly missingScope: string;

  constructor(
    kind: AsanaApiErrorKind,
    about: {
      readonly call: AsanaCall;
      readonly retryAfterMs?: number | undefined;
      readonly missingScope?: string;
      readonly cause?: unknown;
    },
  ) {
    const { whatHappened, whatToDo } = apiErrorWords[kind];
    super(`${whatHappened} ${whatToDo}`, { cause: about.cause });
    this.name = "AsanaApiError";
    this.kind = kind;
    this.call = about.call;
    this.whatHappened = whatHappened;
    this.whatToDo = whatToDo;
    this.phrase = phraseIn(about.call.body);
    this.retryAfterMs = about.retryAfterMs;
    this.missingScope = about.missingScope ?? "";
  }
}

const Errors = v.object({ errors: v.tuple([v.object({ phrase: v.string() })]) });

/** A stranger's text is shown only if it looks like a phrase: a number and a few plain words. */
function phraseIn(body: unknown): string | undefined {
  if (!v.is(Errors, body)) return undefined;
  return /^\d{1,4}( [a-z-]{1,20}){2,6}$/i.exec(body.errors[0].phrase)?.[0];
}
