import type { Response } from "express";
import { type AsanaClient, type Credential, createAsanaClient } from "../../asana/client.ts";
import type { AsanaCall } from "../../asana/operation.ts";
import { startTimeLimit, type TimeLimit } from "../../limits/time-limit.ts";
import type { Log } from "../../log.ts";
import type { Dependencies } from "../dependencies.ts";

declare module "express-serve-static-core" {
  interface Locals {
    calls?: PageCall[];
    pageTime?: TimeLimit;
  }
}

/** A call that a page made, and with which token. */
export type PageCall = AsanaCall & { readonly tokenName: TokenName };

/** A token's name in a shell. The app's own tokens have it in the settings, too. */
export type TokenName = "ASANA_ACCESS_TOKEN" | "ASANA_PAT" | "ASANA_SERVICE_ACCOUNT_TOKEN";

/** The requests that a page has made to Asana's API so far, with any token. */
export function callsOf({ locals }: Response): readonly PageCall[] {
  return locals.calls ?? [];
}

/** The time that a page may wait for Asana in all. It begins with the first call of this function. */
export function pageTimeOf(
  { locals }: Response,
  { pageTimeMs }: Pick<Dependencies, "pageTimeMs">,
): TimeLimit {
  locals.pageTime ??= startTimeLimit(pageTimeMs());
  return locals.pageTime;
}

/** A client for one page. It keeps and logs its calls, and they end with the page's time. */
export function clientOfPage(
  response: Response,
  options: Pick<Dependencies, "config" | "measure" | "pageTimeMs"> & {
    readonly credential: Credential;
    readonly tokenName: TokenName;
  },
): AsanaClient {
  const { config, credential, tokenName, measure } = options;
  const { locals } = response;
  return createAsanaClient({
    baseUrl: config.asana.apiBaseUrl,
    credential,
    signal: pageTimeOf(response, options).signal,
    onCall(call) {
      locals.calls = [...callsOf(response), { ...call, tokenName }];
      logCall(call, locals.log);
      const { method, url, status, durationMs } = call;
      measure({ of: "asana-call", method, url, status, durationMs });
    },
  });
}

function logCall({ method, url, status, durationMs, announcedChange }: AsanaCall, log: Log): void {
  if (status === undefined || status >= 400) {
    const path = new URL(url).pathname;
    log.warn({ method, path, status, durationMs: Math.round(durationMs) }, "asana.call-failed");
  }
  if (announcedChange) log.warn({ announcedChange }, "asana.change-announced");
}
