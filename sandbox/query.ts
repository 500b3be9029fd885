import type { Request } from "express";

/** @returns the query as it was sent; whatever else the address holds, this cannot fail */
export function queryOf({ originalUrl }: Request): string {
  const [, ...query] = originalUrl.split("?");
  return query.join("?");
}
