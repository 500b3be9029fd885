import type { Request } from "express";

/**
 * The query of a request, read from its URL as sent. The app uses nothing else of the URL, and never
 * `Host`: its own addresses come from `BASE_URL`.
 */
export function queryOf(request: Request): URLSearchParams {
  const [, query = ""] = request.originalUrl.split(/\?(.*)/s);
  return new URLSearchParams(query);
}

/** An address of ours without a parameter. */
export function withoutQuery(path: string, name: string): string {
  const [before = "", query] = path.split(/\?(.*)/s);
  const all = new URLSearchParams(query);
  all.delete(name);
  return all.size > 0 ? `${before}?${all}` : before;
}

/** An address of ours with parameters set in its query. */
export function withQuery(path: string, parameters: Readonly<Record<string, string>>): string {
  const [before = "", query] = path.split(/\?(.*)/s);
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(parameters)) all.set(name, value);
  return `${before}?${all}`;
}
