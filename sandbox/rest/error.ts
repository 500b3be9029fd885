import type { ErrorRequestHandler } from "express";

const help =
  "For more information on API status codes and how to handle them, read the docs on errors: " +
  "https://developers.asana.com/docs/errors";

/** A refusal of the REST API. @see Asana, "Errors" */
export class RestError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** @returns the body of an error answer @param phrase only with a 500, for Asana's support */
export function asanaErrors(message: string, phrase?: string) {
  return { errors: [{ message, help, ...(phrase === undefined ? {} : { phrase }) }] };
}

/** The errors of the body parsers have a `status` too. @see RFC 6750, 3 for the header */
export const answerRestError: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof RestError) {
    if (error.status === 401) {
      res.set("WWW-Authenticate", "Bearer");
    }
    res.status(error.status).json(asanaErrors(error.message));
  } else if (error.status === 413) {
    res.status(413).json(asanaErrors("The request was too large."));
  } else if (error.status >= 400 && error.status < 500) {
    res.status(400).json(asanaErrors("Could not parse request data, invalid JSON"));
  } else {
    next(error);
  }
};

export function missingInput(parameter: string): RestError {
  return new RestError(400, `${parameter}: Missing input`);
}

export function notRecognized(what: string, value: string): RestError {
  return new RestError(400, `${what}: Not a recognized ID: ${value}`);
}

export function unknownObject(what: string, gid: string): RestError {
  return new RestError(404, `${what}: Unknown object: ${gid}`);
}

export function forbidden(message = "Forbidden"): RestError {
  return new RestError(403, message);
}
