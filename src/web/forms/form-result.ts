import type { Request } from "express";
import * as v from "valibot";
import type { Submission } from "../../sessions/submissions.ts";
import type { Dependencies } from "../dependencies.ts";
import { queryOf, withoutQuery } from "../page/query.ts";
import type { Fields } from "./form.ts";

export type KeptResult = v.InferOutput<typeof KeptResult>;

const KeptResult = v.object({
  /** Which form of the page it was. */
  form: v.string(),
  text: v.string(),
  link: v.optional(v.object({ href: v.string(), label: v.string() })),
  /** Nothing was done, or the app does not know. The form shows again what the person typed. */
  isProblem: v.boolean(),
  location: v.string(),
});

/** A form's result, as the page after it shows it. */
export type FormResult = Omit<KeptResult, "location">;

/** A form's result, with what the person typed. */
export type SubmittedForm = { readonly result: FormResult; readonly fields: Fields };

/** The result of the form that led to this page; undefined when no form did. */
export async function formResultOf(
  request: Request,
  { sessions }: Pick<Dependencies, "sessions">,
): Promise<SubmittedForm | undefined> {
  const key = queryOf(request).get("result");
  const submission = key ? await sessions.submissions.read(request.sessionID, key) : undefined;
  if (!submission) return undefined;
  return { result: keptResultOf(submission) ?? stillUnderWay, fields: submission.fields };
}

const stillUnderWay: FormResult = {
  form: "",
  text: "This was sent, and Asana has not answered yet. Look whether it was done before you send it again.",
  isProblem: true,
};

/** A form's kept result; undefined while the form's action still runs. */
export function keptResultOf(submission: Submission | undefined): KeptResult | undefined {
  const parsed = v.safeParse(KeptResult, submission?.result);
  return parsed.success ? parsed.output : undefined;
}

/** A page's address to come back to. It keeps the form's result as long as that is a problem. */
export function addressToReturnTo(
  { originalUrl }: Request,
  submitted: SubmittedForm | undefined,
): string {
  if (!/^\/(?!\/)/.test(originalUrl)) return "/"; // an absolute URL, as clients send it to a proxy
  const address = withoutQuery(originalUrl, "note");
  return submitted && !submitted.result.isProblem ? withoutQuery(address, "result") : address;
}
