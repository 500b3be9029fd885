import { apiErrorWords } from "../../words/api-error-words.ts";
import type { Notice } from "../page/link.ts";
import { signInAddress } from "../sign-in/sign-in-address.ts";

/** What a page says when Asana answers 401. Only a new sign-in helps; it leads back to the page. */
export function accessEnded(returnTo: string): Notice {
  return {
    text: apiErrorWords.unauthorized.whatHappened,
    link: { href: signInAddress(returnTo), label: "Connect to Asana again" },
  };
}
