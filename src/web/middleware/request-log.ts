import { randomBytes } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Log } from "../../log.ts";
import type { Measure } from "../../measurement.ts";
import { methodsOf } from "../who-may/row.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** Stands in the log line, on error pages and in `X-Request-Id`. */
    requestId: string;
    /** Writes the request id into each line. */
    log: Log;
  }
}

/**
 * Writes one line for each request, and measures it. Its path has no query, which may hold codes and states. The
 * request id is ours, never one that the client sends.
 */
export function requestLog(log: Log, measure: Measure): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = randomBytes(8).toString("hex");
    response.locals.requestId = requestId;
    response.locals.log = log.child({ requestId });
    response.set("X-Request-Id", requestId);
    const { method, path } = request;
    response.once("close", () => {
      const exactMs = performance.now() - startedAt;
      const durationMs = Math.round(exactMs);
      const status = response.writableFinished ? response.statusCode : "aborted";
      response.locals.log.info({ method, path: path.slice(0, 200), status, durationMs }, "request");
      measure({
        of: "request",
        method,
        route: routeOf(response, method),
        status,
        durationMs: exactMs,
      });
    });
    next();
  };
}

/** The path of the request's row, which is one of a few; never what a stranger typed. */
function routeOf({ locals }: Response, method: string): string {
  const rows = (locals.rows ?? []).map(({ row }) => row);
  const own = rows.find((row) => methodsOf(row).includes(method)) ?? rows[0];
  return own?.path ?? "none";
}
