import type { Response } from "express";
import type { AsanaClient } from "../asana/client.ts";
import { fixedToken } from "../asana/credential.ts";
import type { Dependencies } from "./dependencies.ts";
import { type PageCall, pageCalls } from "./page-calls.ts";

/** Asana through a token of the app's own, which sees what the person who asks may not. */
export interface OwnAccess {
  readonly client: AsanaClient;
  /** Every request that was made for this page so far. */
  readonly calls: readonly PageCall[];
  /** For introspection; never for a page, an address or the log. */
  readonly token: string;
}

/** Only for pages that the table of who may do what keeps for administrators. */
export function serviceAccountAccess(
  response: Response,
  dependencies: Pick<Dependencies, "config" | "pageTimeMs">,
): OwnAccess | undefined {
  const token = dependencies.config.asana.serviceAccountToken;
  if (token === undefined) return undefined;
  const { made, clientWith } = pageCalls(response, dependencies);
  return {
    client: clientWith(fixedToken(token), "ASANA_SERVICE_ACCOUNT_TOKEN"),
    calls: made,
    token,
  };
}
