import type { Request } from "express";
import { withoutQuery } from "../page/query.ts";
import type { SubmittedForm } from "./form-result.ts";

/** A page's address to come back to: with what was typed if it is not done, without what is done. */
export function addressToReturnTo(
  { originalUrl }: Request,
  submitted: SubmittedForm | undefined,
): string {
  if (!/^\/(?!\/)/.test(originalUrl)) return "/"; // a proxy's form, with a host in it
  const address = withoutQuery(originalUrl, "note");
  return submitted && !submitted.result.isProblem ? withoutQuery(address, "result") : address;
}
