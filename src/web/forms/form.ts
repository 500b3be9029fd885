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
  /** Does what it asks for. */
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

/** What a form asked for, once it is done. */
export interface Done {
  readonly text: string;
  readonly link?: Link | undefined;
  /** The page that shows it. */
  readonly location: string;
}

/** What a form asked for was not done; the text says why, and what the person can do. */
export class NotDone extends Error {}

/** What was typed cannot be used as it is. Nothing was sent. */
export class UnusableInput extends NotDone {}

/** The one-time key of a form that is about to be shown. */
export function newFormKey(): string {
  return randomBytes(16).toString("base64url");
}
