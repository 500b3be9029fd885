import type { Response } from "express";
import type { Config } from "../../config.ts";
import { sessionCookie } from "../middleware/session-middleware.ts";

/** Leads a person whose session has just ended to the landing page, which shows the note. */
export function leave(
  response: Response,
  { config, note }: { readonly config: Config; readonly note: string },
): void {
  const { name, attributes } = sessionCookie(config.isHttps);
  response.clearCookie(name, attributes);
  response.redirect(303, `/?${new URLSearchParams({ note })}`);
}
