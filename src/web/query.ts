import type { Request } from "express";

/**
 * The query of a request, read from its URL as sent. Nothing else of the URL is used, and `Host`
 * never is: the app's own addresses come from `BASE_URL`.
 */
export function queryOf(request: Request): URLSearchParams {
  const [, query = ""] = request.originalUrl.split(/\?(.*)/s);
  return new URLSearchParams(query);
}
