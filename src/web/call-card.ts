import type { AsanaCall } from "../asana/call.ts";

/** A call as a page shows it. */
export interface CallCard {
  readonly method: string;
  readonly url: string;
  readonly status: string;
  readonly duration: string;
  readonly scope: string;
  readonly json: string;
  readonly curl: string;
}

const jsonShown = 16_000;

export function callCard(call: AsanaCall): CallCard {
  const json = JSON.stringify(call.body, undefined, 2) ?? "";
  return {
    method: call.method,
    url: call.url,
    status: call.status === undefined ? "no answer" : String(call.status),
    duration: `${Math.round(call.durationMs)} ms`,
    scope: call.scope,
    json: json.length > jsonShown ? `${json.slice(0, jsonShown)}\n… and more` : json,
    curl: curlCommand(call),
  };
}

/** The same call for a POSIX shell; the token stays with whoever has one. */
function curlCommand({ method, url, requestBody }: AsanaCall): string {
  return [
    "curl",
    ...(method === "GET" ? [] : [`--request ${method}`]),
    `--header "Authorization: Bearer $ASANA_ACCESS_TOKEN"`,
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
