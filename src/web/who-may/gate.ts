import { type Request, type RequestHandler, type Response, Router } from "express";
import type { Config } from "../../config.ts";
import type { Dependencies } from "../dependencies.ts";
import { HttpError } from "../errors/error-pages.ts";
import { logError } from "../errors/log-error.ts";
import { requireHttps } from "../middleware/require-https.ts";
import { sessionMiddleware } from "../middleware/session-middleware.ts";
import { isAdministrator, methodsOf, type Row } from "./row.ts";

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
    unlessWithoutSession(toleratingFailure(sessionMiddleware(sessions, isHttps))),
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
      if (error === undefined) return next();
      const { rows } = response.locals;
      const isOptional =
        rows.some(({ row }) => row.session === "optional") || !rows.some(isFor(request)); // 404, 405
      if (!isOptional) return next(error);
      logError(error, response);
      response.locals.isSessionUnknown = true;
      next();
    });
  };
}

declare module "express-serve-static-core" {
  interface Locals {
    /** The browser has a session's cookie, and the store cannot say whose. */
    isSessionUnknown?: true;
    /** The rows of this request's path, of every method. */
    rows: readonly FoundRow[];
  }
}

/** A row, with this request's values for the parameters of its path. */
interface FoundRow {
  readonly row: Row;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Finds the rows of a request's path. Express itself compares, so that no spelling of a path means
 * one thing here and another to the routes behind.
 */
function findRows(rows: readonly Row[]): Router {
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

/**
 * Compares a request with the rows of its path, before any handler sees it. Without a row it is 404,
 * with rows of other methods only 405. Of several rows, the request has to satisfy each.
 *
 * A stranger goes to the landing page with its button, never straight into the flow: Back or a
 * reload after signing out must not sign a person in again.
 *
 * @see OWASP ASVS 5, 8.1.1, 8.2.1 and 8.3.1
 */
function holdToRows(config: Pick<Config, "asana" | "administrators">): RequestHandler {
  return (request, response, next) => {
    const { rows } = response.locals;
    if (rows.length === 0) return next(new HttpError("page-not-found"));
    const own = rows.filter(isFor(request));
    if (own.length === 0) {
      response.set("Allow", [...new Set(rows.flatMap(({ row }) => methodsOf(row)))].join(", "));
      return next(new HttpError("method-not-allowed"));
    }
    const { signedIn } = request.session ?? {};
    const closed = own.find(({ row }) => row.role !== "anybody" && !signedIn);
    if (closed) return leadToSignIn(closed, request, response);
    const isAllowed = own.every(
      ({ row }) => row.role !== "administrator" || isAdministrator(signedIn, config),
    );
    next(isAllowed ? undefined : new HttpError("administrators-only"));
  };
}

function isFor({ method }: Request): (found: FoundRow) => boolean {
  return ({ row }) => methodsOf(row).includes(method);
}

function leadToSignIn({ row, parameters }: FoundRow, request: Request, response: Response): void {
  const { formPage } = row;
  const returnTo = formPage === undefined ? request.originalUrl : withValues(formPage, parameters);
  response.redirect(formPage ? 303 : 302, `/?${new URLSearchParams({ returnTo })}`);
}

/** A path with its parameters' values: `/tasks/:gid` becomes `/tasks/12`. */
function withValues(path: string, parameters: FoundRow["parameters"]): string {
  return path.replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(String(parameters[name])),
  );
}
