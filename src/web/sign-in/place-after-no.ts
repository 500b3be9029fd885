import type { SignInAttempt } from "../../auth/sign-in-attempt.ts";
import { withQuery } from "../page/query.ts";

/**
 * The path for a person who said no at Asana: a no to more permissions leads back to the page that
 * wanted them, a no to signing in leads to the start page.
 */
export function placeAfterNo({ isForMore, returnTo }: SignInAttempt): string {
  return isForMore
    ? withQuery(returnTo, { note: "not-allowed" })
    : withQuery("/", { note: "cancelled", returnTo });
}
