import type { AsanaApiError } from "../../asana/api-error.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";
import type { Notice } from "../page/link.ts";
import { waitInWords } from "../page/times.ts";
import { signInAddress } from "../sign-in/sign-in-address.ts";

/** A failed call, in words. One that changes something may have been done, without an answer. */
export function failureInWords(
  error: AsanaApiError,
  { mayHaveBeenDone = false }: { mayHaveBeenDone?: boolean } = {},
): string {
  const { kind } = error;
  const { whatHappened, whatToDo } = apiErrorWords[kind];
  const isUncertain = ["slow", "unreachable", "failed", "unreadable"].includes(kind);
  return [
    whatHappened,
    ...(mayHaveBeenDone && isUncertain
      ? ["It may have been done all the same: look before you send it again."]
      : [whatToDo]),
    ...detailsOf(error).map((detail) => `${detail}.`),
  ].join(" ");
}

/** What only this failure knows: how long to wait, and the phrase that Asana's support asks for. */
export function detailsOf({ retryAfterMs, phrase }: AsanaApiError): string[] {
  return [
    ...(retryAfterMs === undefined ? [] : [waitInWords(retryAfterMs)]),
    ...(phrase === undefined ? [] : [`Asana's support will ask for this: ${phrase}`]),
  ];
}

/** What a page says when Asana answers 401. Only a new sign-in helps; it leads back to the page. */
export function accessEnded(returnTo: string): Notice {
  return {
    text: apiErrorWords.unauthorized.whatHappened,
    link: { href: signInAddress(returnTo), label: "Connect to Asana again" },
  };
}
