import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import type { Form } from "./form.ts";
import { receiveForm } from "./receive-form.ts";
import { submitOnce } from "./submit-once.ts";

/** The handlers of a form: read it, see whether it is the person's own, do it once, redirect. */
export function formRoute(form: Form, dependencies: Dependencies): RequestHandler[] {
  return [
    ...receiveForm,
    (request, response) => submitOnce(form, { request, response, dependencies }),
  ];
}
