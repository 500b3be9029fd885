import type { Request, RequestHandler } from "express";
import type { AsanaAccess } from "../asana-calls/asana-as-person.ts";
import type { Dependencies } from "../dependencies.ts";
import { receiveForm } from "./receive-form.ts";
import { type Done, type Fields, submitOnce } from "./submit-once.ts";

/** A form that changes something at Asana. */
export interface Form {
  readonly name: string;
  readonly fields: readonly string[];
  /** The page that it stands on. */
  pageOf(request: Request): string;
  /** Does what it asks for. */
  perform(access: AsanaAccess, fields: Fields, request: Request): Promise<Done>;
}

/** The handlers of such a form: read it, see whether it is theirs, do it once, redirect. */
export function formRoute(dependencies: Dependencies, form: Form): RequestHandler[] {
  return [
    ...receiveForm,
    (request, response) =>
      submitOnce(
        { request, response, dependencies },
        { ...form, page: form.pageOf(request) },
        (access, fields) => form.perform(access, fields, request),
      ),
  ];
}
