import type { Request, RequestHandler, Response } from "express";
import type { Config } from "../../config.ts";
import { HttpError } from "../errors/http-error.ts";
import { isAdministrator } from "./administrators.ts";
import type { FoundRow } from "./find-rows.ts";
import { methodsOf } from "./row.ts";

/**
 * Compares a request with the rows of its path, before any handler sees it. Without a row it is 404,
 * with rows of other methods only 405. Of several rows, the request has to satisfy each.
 *
 * A stranger goes to the landing page with its button, never straight into the flow: Back or a
 * reload after signing out must not sign a person in again.
 *
 * @see OWASP ASVS 5, 8.1.1, 8.2.1 and 8.3.1
 */
export function holdToRows(config: Pick<Config, "asana" | "administrators">): RequestHandler {
  return (request, response, next) => {
    const { rows } = response.locals;
    if (rows.length === 0) return next(new HttpError("page-not-found"));
    const own = rows.filter(({ row }) => methodsOf(row).includes(request.method));
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
