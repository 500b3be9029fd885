import { confineReturnTo } from "../../auth/return-to.ts";
import type { Config } from "../../config.ts";
import { everyScope, type Permission } from "../../permissions.ts";
import { type ErrorKind, isErrorKind } from "./error-pages.ts";

/** What an error page shows besides the words for its kind. */
export interface FailedRequest {
  readonly kind: ErrorKind;
  /** Of the request that failed. */
  readonly requestId: string;
  /** Where the sign-in should have led, or the page that failed. */
  readonly returnTo: string;
  /** The scopes that Asana refused. */
  readonly scopes: readonly string[];
  /** What else only this failure knows, such as how long to wait. */
  readonly details: readonly string[];
}

export const errorPath = "/auth/error";

/** The address of a failed sign-in's page. It needs no session. */
export function errorAddress(failed: Omit<FailedRequest, "details">): string {
  const { kind, requestId, returnTo, scopes } = failed;
  const query = new URLSearchParams({ kind, request: requestId });
  if (returnTo) query.set("returnTo", returnTo);
  if (scopes.length > 0) query.set("scopes", scopes.join(" "));
  return `${errorPath}?${query}`;
}

/** Reads such an address, which a stranger may have written; leaves out what the app never writes. */
export function readErrorAddress(
  query: URLSearchParams,
  about: Pick<Config, "baseUrl" | "asana"> & { readonly permissions: readonly Permission[] },
): FailedRequest | undefined {
  const kind = query.get("kind");
  if (!isErrorKind(kind)) return undefined;
  const { baseUrl, asana, permissions } = about;
  const requested = kind === "scope-refused" ? everyScope(asana.scope, permissions) : [];
  return {
    kind,
    requestId: /^[0-9a-f]{16}$/.exec(query.get("request") ?? "")?.[0] ?? "unknown",
    returnTo: confineReturnTo(query.get("returnTo"), { baseUrl, fallback: "" }),
    scopes: (query.get("scopes") ?? "").split(" ").filter((scope) => requested.includes(scope)),
    details: [],
  };
}
