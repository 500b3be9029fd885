import * as v from "valibot";
import { ConfigError } from "../../config-error.ts";
import type { Environment } from "../../environment.ts";
import { AsanaUrl, asanaBaseUrl, Token } from "../../setting-types.ts";

/** What a job needs to call Asana: a token, and the API's address. */
export interface JobSettings {
  /** Without a slash at the end. */
  readonly apiBaseUrl: string;
  readonly token: string;
  /** The setting that the token comes from, which tells whose it is. */
  readonly tokenName: "ASANA_SERVICE_ACCOUNT_TOKEN" | "ASANA_PAT";
}

/**
 * The settings of a job; it needs no others. A service account's token is preferred, because it sees
 * everything.
 *
 * @throws ConfigError
 */
export function loadJobSettings(environment: Environment): JobSettings {
  const { success, output, issues } = v.safeParse(Settings, environment);
  if (!success) {
    throw new ConfigError(issues.map((issue) => `${v.getDotPath(issue)} ${issue.message}`));
  }
  const { ASANA_API_BASE_URL, ASANA_SERVICE_ACCOUNT_TOKEN, ASANA_PAT } = output;
  const apiBaseUrl = ASANA_API_BASE_URL.replace(/\/$/, "");
  if (ASANA_SERVICE_ACCOUNT_TOKEN) {
    const tokenName = "ASANA_SERVICE_ACCOUNT_TOKEN";
    return { apiBaseUrl, token: ASANA_SERVICE_ACCOUNT_TOKEN, tokenName };
  }
  if (ASANA_PAT) return { apiBaseUrl, token: ASANA_PAT, tokenName: "ASANA_PAT" };
  throw new ConfigError([
    "ASANA_SERVICE_ACCOUNT_TOKEN and ASANA_PAT are missing; set one: super admins make the first in the admin console (Apps, Service accounts), everybody the second in the developer console (Personal access tokens)",
  ]);
}

const Settings = v.object({
  ASANA_API_BASE_URL: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_SERVICE_ACCOUNT_TOKEN: v.optional(Token),
  ASANA_PAT: v.optional(Token),
});
