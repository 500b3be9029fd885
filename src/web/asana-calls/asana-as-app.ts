import type { Response } from "express";
import type { AsanaClient } from "../../asana/client.ts";
import { fixedToken } from "../../asana/credential.ts";
import type { Dependencies } from "../dependencies.ts";
import { type PageCall, pageCalls, type TokenName } from "./page-calls.ts";

/** Asana through a token of the app's own, which sees what the person who asks may not. */
export interface OwnAccess {
  readonly client: AsanaClient;
  /** Every request that was made for this page so far. */
  readonly calls: readonly PageCall[];
  /** For introspection; never for a page, an address or the log. */
  readonly token: string;
}

/**
 * With the service account's token, or the bot's; undefined when it is not set. Only for pages, or
 * parts of one, that are for administrators: see who-may.ts.
 */
export function ownAccess(
  tokenName: OwnToken,
  response: Response,
  dependencies: Pick<Dependencies, "config" | "pageTimeMs">,
): OwnAccess | undefined {
  const token = dependencies.config.asana[settings[tokenName]];
  if (token === undefined) return undefined;
  const { made, clientWith } = pageCalls(response, dependencies);
  return { client: clientWith(fixedToken(token), tokenName), calls: made, token };
}

export type OwnToken = Exclude<TokenName, "ASANA_ACCESS_TOKEN">;

const settings = {
  ASANA_PAT: "personalAccessToken",
  ASANA_SERVICE_ACCOUNT_TOKEN: "serviceAccountToken",
} as const satisfies Record<OwnToken, string>;
