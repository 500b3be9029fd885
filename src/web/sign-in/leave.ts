import type { Response } from "express";
import type { Config } from "../../config.ts";
import { sessionCookie } from "../../sessions/cookies.ts";

/** Leads a person whose session has just ended to the landing page, which shows the note. */
export function leave(response: Response, { isHttps }: Config, note: string): void {
  const { name, attributes } = sessionCookie(isHttps);
  response.clearCookie(name, attributes);
  response.redirect(303, `/?${new URLSearchParams({ note })}`);
}
