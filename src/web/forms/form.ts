import { randomBytes } from "node:crypto";
import type { Request, Response } from "express";
import type { Submission } from "../../sessions/submissions.ts";
import type { AsanaAsPerson } from "../asana-calls/asana-as-person.ts";
import type { Link } from "../page/link.ts";

/** A form that changes something at Asana. */
export interface Form {
  readonly name: string;
  readonly fields: readonly string[];
  /** The page that it stands on. */
  pageOf(request: Request): string;
  /** @throws NotDone, AsanaApiError, AccessError */
  perform(about: FormRequest): Promise<Done>;
}

/** What a form works with. */
export interface FormRequest {
  readonly asana: AsanaAsPerson;
  readonly fields: Fields;
  readonly request: Request;
  readonly response: Response;
}

export type Fields = Submission["fields"];

/** The result of a form that was done. */
export interface Done {
  readonly text: string;
  readonly link?: Link | undefined;
  /** The page that shows it. */
  readonly location: string;
}

/** A form was not done. The message says why, and what the person can do. */
export class NotDone extends Error {}

/** The app cannot use what the person typed, and sent nothing. */
export class UnusableInput extends NotDone {}

/** The one-time key of a form, made when a page shows the form. */
export function newFormKey(): string {
  return randomBytes(16).toString("base64url");
}
