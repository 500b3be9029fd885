import type { Request } from "express";
import { withoutQuery } from "../page/query.ts";
import type { SubmittedForm } from "./form-result.ts";

/** A page's address to come back to. It keeps the form's result as long as that is a problem. */
export function addressToReturnTo(
  { originalUrl }: Request,
  submitted: SubmittedForm | undefined,
): string {
  if (!/^\/(?!\/)/.test(originalUrl)) return "/"; // an absolute URL, as clients send it to a proxy
  const address = withoutQuery(originalUrl, "note");
  return submitted && !submitted.result.isProblem ? withoutQuery(address, "result") : address;
}
