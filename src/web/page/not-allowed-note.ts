import type { Request } from "express";
import type { Notice } from "./link.ts";
import { queryOf } from "./query.ts";

/** The note for a person who did not allow at Asana what a page asked for. */
export function notAllowedNote(request: Request): Notice | undefined {
  return queryOf(request).get("note") === "not-allowed"
    ? { text: "Nothing has changed: you did not allow more, and everything else works as before." }
    : undefined;
}
