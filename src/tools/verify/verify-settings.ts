import * as v from "valibot";
import { ConfigError } from "../../config-error.ts";
import type { Environment } from "../../environment.ts";
import {
  AsanaUrl,
  asanaBaseUrl,
  defaultScope,
  isLoopback,
  Origin,
  Port,
  Scopes,
  Token,
} from "../../setting-types.ts";
import type { ContractSettings } from "./expectation.ts";
import type { SignInSettings } from "./visit.ts";

/**
 * The settings of the contract suite. Each opens a part of it.
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

/**
 * The settings of the suite with sign-ins, whose responses come back to this machine.
 *
 * @throws ConfigError
 */
export function loadSignInSettings(environment: Environment): SignInSettings {
  const { client, ...settings } = loadVerifySettings(environment);
  const { success, output, issues } = v.safeParse(BrowserSettings, environment);
  const baseUrl = success ? addressIn(output) : undefined;
  const problems = [
    ...(issues ?? []).map((issue) => `${v.getDotPath(issue)} ${issue.message}`),
    ...(client
      ? []
      : ["ASANA_CLIENT_ID and ASANA_CLIENT_SECRET are missing; sign-ins need the app's client"]),
    ...(baseUrl && !isHere(baseUrl)
      ? [
          `BASE_URL (${baseUrl}) is not on this machine; register http://localhost:3000/auth/callback as well, and run with BASE_URL=http://localhost:3000`,
        ]
      : []),
  ];
  if (!success || !client || !baseUrl || problems.length > 0) throw new ConfigError(problems);
  const redirectUri = `${baseUrl}/auth/callback`;
  return { ...settings, client, redirectUri, scope: output.ASANA_SCOPES };
}

function addressIn({ BASE_URL, PORT }: v.InferOutput<typeof BrowserSettings>): string {
  return BASE_URL ?? `http://localhost:${PORT}`;
}

function isHere(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === "http:" && isLoopback(hostname);
}

const BrowserSettings = v.object({
  BASE_URL: v.optional(Origin),
  PORT: v.optional(Port, "3000"),
  ASANA_SCOPES: v.optional(Scopes, defaultScope),
});

const Settings = v.object({
  ASANA_ISSUER: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_API_BASE_URL: v.optional(AsanaUrl, asanaBaseUrl),
  ASANA_CLIENT_ID: v.optional(v.string()),
  ASANA_CLIENT_SECRET: v.optional(v.string()),
  ASANA_PAT: v.optional(Token),
  ASANA_SERVICE_ACCOUNT_TOKEN: v.optional(Token),
});
