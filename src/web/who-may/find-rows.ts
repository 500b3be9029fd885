import { Router } from "express";
import type { Row } from "./row.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** The rows of this request's path, of every method. */
    rows: readonly FoundRow[];
  }
}

/** A row, with this request's values for the parameters of its path. */
export interface FoundRow {
  readonly row: Row;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Finds the rows of a request's path. Express itself compares, so that no spelling of a path means
 * one thing here and another to the routes behind.
 */
export function findRows(rows: readonly Row[]): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.locals.rows = [];
    next();
  });
  for (const row of rows) {
    router.all(row.path, ({ params: parameters }, { locals }, next) => {
      if (isGidOrAbsent(parameters.gid)) locals.rows = [...locals.rows, { row, parameters }];
      next();
    });
  }
  return router;
}

function isGidOrAbsent(gid: string | readonly string[] | undefined): boolean {
  return gid === undefined || (typeof gid === "string" && /^\d{1,30}$/.test(gid));
}
