import * as v from "valibot";
import { ConfigError } from "../config-error.ts";
import type { ContractSettings } from "../contract/expectation.ts";
import type { Environment } from "../environment.ts";
import { AsanaUrl, asanaBaseUrl, Token } from "../setting-types.ts";

/**
 * The settings that the contract suite uses, each of which opens a part of it.
 *
 * @throws ConfigError
 */
export function loadVerifySettings(environment: Environment): ContractSettings {
  const { success, output, issues } = v.safeParse(Settings, environment);
  if (!success) {
    throw new ConfigError(issues.map((issue) => `${v.getDotPath(issue)} ${issue.message}`));
  }
  const { ASANA_CLIENT_ID: id, ASANA_CLIENT_SECRET: secret } = output;
  return {
    issuer: output.ASANA_ISSUER,
    apiBaseUrl: output.ASANA_API_BASE_URL.replace(/\/$/, ""),
    client: id && secret ? { id, secret } : undefined,
    personalAccessToken: output.ASANA_PAT,
    serviceAccountToken: output.ASANA_SERVICE_ACCOUNT_TOKEN,
  };
}

const Settings = v.object({
  ASANA_ISSUER: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_API_BASE_URL: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_CLIENT_ID: v.optional(v.string()),
  ASANA_CLIENT_SECRET: v.optional(v.string()),
  ASANA_PAT: v.optional(Token),
  ASANA_SERVICE_ACCOUNT_TOKEN: v.optional(Token),
});
