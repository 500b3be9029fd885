import { randomBytes } from "node:crypto";
import type { RequestHandler } from "express";
import type { Log } from "../../log.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** Stands in the log line, on error pages and in `X-Request-Id`. */
    requestId: string;
    /** Writes the request id into each line. */
    log: Log;
  }
}

/**
 * Writes one line for each request. Its path has no query, which may hold codes and states. The
 * request id is ours, never one that the client sends.
 */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = randomBytes(8).toString("hex");
    response.locals.requestId = requestId;
    response.locals.log = log.child({ requestId });
    response.set("X-Request-Id", requestId);
    const { method, path } = request;
    response.once("close", () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const status = response.writableFinished ? response.statusCode : "aborted";
      response.locals.log.info({ method, path: path.slice(0, 200), status, durationMs }, "request");
    });
    next();
  };
}
