import type { FormResult } from "../../web/forms/submit-once.ts";
import { withoutQuery } from "../../web/page/query.ts";

/** The list of the person's tasks. */
export const demoPath = "/demo";

/** The page of one task. */
export function taskPath(gid: string): string {
  return `${demoPath}/tasks/${gid}`;
}

/** A page's address to come back to: with what was typed if it is not done, without what is done. */
export function addressToReturnTo(
  originalUrl: string,
  submitted: { readonly result: Pick<FormResult, "isProblem"> } | undefined,
): string {
  if (!/^\/(?!\/)/.test(originalUrl)) return demoPath; // a proxy's form, with a host in it
  const address = withoutQuery(originalUrl, "note");
  return submitted && !submitted.result.isProblem ? withoutQuery(address, "result") : address;
}
