import { createHmac } from "node:crypto";
import { RestError } from "./error.ts";

/** What pagination needs to know of a request. */
export interface PageRequest {
  /** What follows `/api/1.0`, as called. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly apiBaseUrl: string;
  readonly now: number;
  readonly offsetTtlSeconds: number;
  /** Of the refusal of an expired offset. */
  readonly offsetStatus: number;
  /** Signs offsets, so that nobody builds their own. */
  readonly offsetKey: string;
}

const mostWithoutPages = 1000;

/**
 * Cuts one page out of a list. `next_page` appears when `limit` was sent, null on the last page.
 *
 * @throws RestError 400 for a bad `limit`, a bad or expired `offset`, a list that is too long
 * @see Asana, "Pagination"
 */
export function pageOf<Item>(items: readonly Item[], request: PageRequest) {
  const limit = limitOf(request.query);
  const start = startOf(request);
  const rest = items.slice(start);
  if (limit === null) {
    if (rest.length > mostWithoutPages) {
      throw new RestError(
        400,
        "The result is too large. You should use pagination (may require specifying a workspace)",
      );
    }
    return { items: rest };
  }
  const hasMore = rest.length > limit;
  const nextPage = hasMore ? linkTo(start + limit, request) : null;
  return { items: rest.slice(0, limit), nextPage };
}

/**
 * Cuts one page out of a list that grows: as long as there is anything in it there is a next page,
 * if only to ask again later. @see Asana, "Audit log events"
 */
export function pollPageOf<Item>(items: readonly Item[], request: PageRequest) {
  const start = startOf(request);
  const page = items.slice(start, start + (limitOf(request.query) ?? mostWithoutPages));
  const nextPage = items.length > 0 ? linkTo(start + page.length, request) : null;
  return { items: page, nextPage };
}

function limitOf(query: URLSearchParams): number | null {
  const text = query.get("limit");
  if (text === null) {
    return null;
  }
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 100) {
    throw new RestError(400, "limit: Must be between 1 and 100");
  }
  return limit;
}

/** An offset is good for the list it came from, until it expires. */
function startOf(request: PageRequest): number {
  const { path, query, now, offsetTtlSeconds, offsetStatus, offsetKey } = request;
  const offset = query.get("offset");
  if (offset === null) {
    return 0;
  }
  const [content = "", signature = ""] = offset.split(".");
  if (signature !== sign(content, listOf(path, query), offsetKey)) {
    throw new RestError(400, "offset: Your pagination token is invalid.");
  }
  const { start, at } = JSON.parse(Buffer.from(content, "base64url").toString("utf8"));
  if (now >= at + offsetTtlSeconds * 1000) {
    throw new RestError(offsetStatus, "offset: Your pagination token has expired.");
  }
  return start;
}

function linkTo(start: number, { path, query, apiBaseUrl, now, offsetKey }: PageRequest) {
  const content = Buffer.from(JSON.stringify({ start, at: now })).toString("base64url");
  const offset = `${content}.${sign(content, listOf(path, query), offsetKey)}`;
  const nextQuery = new URLSearchParams(query);
  nextQuery.set("offset", offset);
  const nextPath = `${path}?${nextQuery}`;
  return { offset, path: nextPath, uri: apiBaseUrl + nextPath };
}

function listOf(path: string, query: URLSearchParams): string {
  const ofList = new URLSearchParams(query);
  for (const name of ["offset", "limit", "opt_fields", "opt_pretty"]) {
    ofList.delete(name);
  }
  return `${path}?${ofList}`;
}

function sign(content: string, list: string, key: string): string {
  return createHmac("sha256", key).update(`${content}\n${list}`).digest("base64url");
}
