import type { Response } from "express";
import type { AsanaCall } from "../../asana/call.ts";
import { type AsanaClient, createAsanaClient } from "../../asana/client.ts";
import type { Credential } from "../../asana/credential.ts";
import type { Log } from "../../log.ts";
import type { Dependencies } from "../dependencies.ts";
import { type PageTime, startPageTime } from "./page-time.ts";

/** A call that a page made, and whose token it was made with. */
export interface PageCall extends AsanaCall {
  readonly tokenName: TokenName;
}

/** As it stands in a shell, and, but for the first, in the settings. */
export type TokenName = "ASANA_ACCESS_TOKEN" | "ASANA_PAT" | "ASANA_SERVICE_ACCOUNT_TOKEN";

/** Every request that is made to Asana's API for one page, with whichever credentials. */
export interface PageCalls {
  /** So far. */
  readonly made: readonly PageCall[];
  readonly pageTime: PageTime;
  /** A client whose calls are among these, are logged when they fail, and end with the page's time. */
  clientWith(credential: Credential, tokenName: TokenName): AsanaClient;
}

export function pageCalls(
  response: Response,
  { config, pageTimeMs }: Pick<Dependencies, "config" | "pageTimeMs">,
): PageCalls {
  const { log } = response.locals;
  const pageTime = startPageTime(pageTimeMs);
  const made: PageCall[] = [];
  return {
    made,
    pageTime,
    clientWith: (credential, tokenName) =>
      createAsanaClient({
        baseUrl: config.asana.apiBaseUrl,
        credential,
        signal: pageTime.signal,
        onCall(call) {
          made.push({ ...call, tokenName });
          logCall(call, log);
        },
      }),
  };
}

function logCall({ method, url, status, durationMs, announcedChange }: AsanaCall, log: Log): void {
  if (status === undefined || status >= 400) {
    const path = new URL(url).pathname;
    log.warn({ method, path, status, durationMs: Math.round(durationMs) }, "asana.call-failed");
  }
  if (announcedChange) log.warn({ announcedChange }, "asana.change-announced");
}
