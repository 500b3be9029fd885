import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { logError } from "../errors/log-error.ts";
import { requireHttps } from "../middleware/require-https.ts";
import { sessionMiddleware } from "../middleware/session-middleware.ts";
import { findRows } from "./find-rows.ts";
import { holdToRows } from "./hold-to-rows.ts";
import type { Row } from "./row.ts";

/**
 * The only way to a handler. Finds the rows of the request's path, reads the session that they need,
 * sets the frame of the page, and lets through what the rows allow.
 */
export function gate(options: {
  readonly rows: readonly Row[];
  readonly dependencies: Pick<Dependencies, "config" | "sessions">;
  /** Sets what stands around the page, which depends on who is signed in. */
  readonly frame: RequestHandler;
}): RequestHandler[] {
  const { rows, dependencies, frame } = options;
  const { config, sessions } = dependencies;
  const { isHttps } = config;
  return [
    frame, // for the pages of errors that come before the session
    findRows(rows),
    unlessWithoutSession(requireHttps({ isHttps })),
    unlessWithoutSession(toleratingFailure(sessionMiddleware({ sessions, isHttps }))),
    frame,
    holdToRows(config),
  ];
}

/** Supervisors ask health checks over plain http, and files need no store. */
function unlessWithoutSession(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const { rows } = response.locals;
    const isWithout = rows.length > 0 && rows.every(({ row }) => row.session === "none");
    if (isWithout) next();
    else void handler(request, response, next);
  };
}

/** When the store fails, shows pages that do not need to know who is signed in. */
function toleratingFailure(readSession: RequestHandler): RequestHandler {
  return (request, response, next) => {
    void readSession(request, response, (error?: unknown) => {
      const isOptional = response.locals.rows.some(({ row }) => row.session === "optional");
      if (error === undefined || !isOptional) return next(error);
      logError(error, response);
      next();
    });
  };
}
