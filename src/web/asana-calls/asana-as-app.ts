import type { Response } from "express";
import { type AsanaClient, fixedToken } from "../../asana/client.ts";
import type { Dependencies } from "../dependencies.ts";
import { clientOfPage, type TokenName } from "./page-calls.ts";

/** Asana through a token of the app's own, which may see and do what the person may not. */
export interface AsanaAsApp {
  readonly client: AsanaClient;
  /** For introspection; never for a page, an address or the log. */
  readonly token: string;
}

/** A token of the app's own, by the name of its setting. */
export type OwnToken = Exclude<TokenName, "ASANA_ACCESS_TOKEN">;

/**
 * With the service account's token, or the bot's; undefined when it is not set. Only administrators
 * may see what comes of it, unless the page has asked Asana with the person's own token first.
 */
export function asanaAsApp(
  tokenName: OwnToken,
  response: Response,
  dependencies: Pick<Dependencies, "config" | "measure" | "pageTimeMs">,
): AsanaAsApp | undefined {
  const token = dependencies.config.asana[settings[tokenName]];
  if (token === undefined) return undefined;
  const credential = fixedToken(token);
  return { client: clientOfPage(response, { ...dependencies, credential, tokenName }), token };
}

const settings = {
  ASANA_PAT: "personalAccessToken",
  ASANA_SERVICE_ACCOUNT_TOKEN: "serviceAccountToken",
} as const satisfies Record<OwnToken, string>;
