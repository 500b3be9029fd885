import type { RequestHandler } from "express";
import { HttpError } from "../errors/http-error.ts";

/** The last handler of a path: whatever method got here is not one that the path has. */
export function allowMethods(...methods: readonly string[]): RequestHandler {
  return (_request, response, next) => {
    response.set("Allow", methods.join(", "));
    next(new HttpError("method-not-allowed"));
  };
}
