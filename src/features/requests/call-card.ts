import type { PageCall, TokenName } from "../../web/asana-calls/page-calls.ts";

/** A call as a page shows it. */
export interface CallCard {
  readonly method: string;
  readonly url: string;
  readonly status: string;
  readonly duration: string;
  /** Empty for a token that no scopes limit. */
  readonly scope: string;
  /** The token that the call was made with, in words. */
  readonly token: string;
  readonly json: string;
  readonly curl: string;
}

const jsonShown = 16_000;

/** Puts a call into words: what was asked, how it went, and how to ask the same from a shell. */
export function callCard(call: PageCall): CallCard {
  const json = JSON.stringify(call.body, undefined, 2) ?? "";
  return {
    method: call.method,
    url: call.url,
    status: call.status === undefined ? "no answer" : String(call.status),
    duration: `${Math.round(call.durationMs)} ms`,
    scope: call.tokenName === "ASANA_ACCESS_TOKEN" ? call.scope : "",
    token: tokens[call.tokenName],
    json: json.length > jsonShown ? `${json.slice(0, jsonShown)}\n… and more` : json,
    curl: curlCommand(call),
  };
}

const tokens: Record<TokenName, string> = {
  ASANA_ACCESS_TOKEN: "your access token (OAuth)",
  ASANA_PAT: "the bot's personal access token",
  ASANA_SERVICE_ACCOUNT_TOKEN: "the service account's token",
};

/** The same call for a POSIX shell; the token stays out of it. */
function curlCommand({ method, url, requestBody, tokenName }: PageCall): string {
  return [
    "curl",
    ...(method === "GET" ? [] : [`--request ${method}`]),
    `--header "Authorization: Bearer $${tokenName}"`,
    ...(requestBody === undefined
      ? []
      : [
          "--header 'Content-Type: application/json'",
          `--data ${shellQuoted(JSON.stringify(requestBody))}`,
        ]),
    shellQuoted(url),
  ].join(" \\\n  ");
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
