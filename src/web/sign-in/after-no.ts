import type { Request } from "express";
import type { SignInAttempt } from "../../auth/sign-in-attempt.ts";
import type { Notice } from "../page/link.ts";
import { queryOf, withQuery } from "../page/query.ts";

/**
 * The path for a person who said no at Asana: a no to more permissions leads back to the page that
 * wanted them, a no to signing in leads to the start page.
 */
export function placeAfterNo({ isForMore, returnTo }: SignInAttempt): string {
  return isForMore
    ? withQuery(returnTo, { note: "not-allowed" })
    : withQuery("/", { note: "cancelled", returnTo });
}

/** The note for a person who did not allow at Asana what a page asked for. */
export function notAllowedNote(request: Request): Notice | undefined {
  return queryOf(request).get("note") === "not-allowed"
    ? { text: "Nothing has changed: you did not allow more, and everything else works as before." }
    : undefined;
}
