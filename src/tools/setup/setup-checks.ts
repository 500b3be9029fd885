import { createProvider } from "../../auth/provider.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import { type Config, loadConfig } from "../../config.ts";
import { ConfigError } from "../../config-error.ts";
import type { Environment } from "../../environment.ts";
import { features } from "../../features.ts";
import { createLog } from "../../log.ts";
import { type Finding, unchecked } from "../doctor/finding.ts";
import { createProbes, type Probes } from "../doctor/probes.ts";
import {
  checkClientId,
  checkRegistration,
  scopeOfFullPermissions,
} from "../doctor/registration-checks.ts";
import { checkSettings } from "../doctor/settings-problems.ts";
import {
  checkAdministrators,
  checkPersonalAccessToken,
  checkServiceAccountToken,
  tokenClient,
} from "../doctor/token-checks.ts";
import type { SetupName } from "./setup-questions.ts";

const pagePermissions = features.flatMap(({ permissions = [] }) => permissions);

/**
 * Checks one answer together with the answers before it.
 *
 * @param settings all settings, with the answers so far
 */
export async function checkAnswer(
  name: SetupName,
  settings: Environment,
): Promise<readonly Finding[]> {
  const config = configOf(name, settings);
  if (Array.isArray(config)) return config;
  const { asana, administrators, redirectUri } = config;
  switch (name) {
    case "BASE_URL":
      return [];
    case "ASANA_CLIENT_ID":
      return askAsana(name, async () => [
        await checkClientId(asana.clientId, redirectUri, probesFor(config)),
      ]);
    case "ASANA_CLIENT_SECRET":
      return askAsana(name, () =>
        checkRegistration(
          { ...asana, redirectUri, permissions: pagePermissions },
          probesFor(config),
        ),
      );
    case "ASANA_PAT":
      return [
        await checkPersonalAccessToken(
          tokenClient(asana.personalAccessToken ?? "", asana.apiBaseUrl),
          administrators,
        ),
      ];
    case "ASANA_SERVICE_ACCOUNT_TOKEN":
      return [
        await checkServiceAccountToken(
          tokenClient(asana.serviceAccountToken ?? "", asana.apiBaseUrl),
        ),
      ];
    case "ADMIN_USER_IDS": {
      const token = asana.serviceAccountToken ?? asana.personalAccessToken;
      if (token === undefined) return [];
      return checkAdministrators(tokenClient(token, asana.apiBaseUrl), administrators);
    }
  }
}

/**
 * The scopes that an app with full permissions asks for.
 *
 * @returns undefined when the app has none, when ASANA_SCOPES is set, or when Asana did not answer
 */
export async function scopesForFullPermissions(settings: Environment): Promise<string | undefined> {
  if (settings.ASANA_SCOPES) return undefined;
  const config = loadConfig(settings, features);
  try {
    return await scopeOfFullPermissions(config.asana.scope, probesFor(config));
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    return undefined;
  }
}

function configOf(name: SetupName, settings: Environment): Config | Finding[] {
  const notAskedYet = { ASANA_CLIENT_ID: "1", ASANA_CLIENT_SECRET: "none" };
  try {
    return loadConfig({ ...notAskedYet, ...settings }, features);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const own = error.problems.filter((problem) => problem.startsWith(`${name} `));
    if (own.length > 0) return [...checkSettings(own)];
    return [unchecked(name, "It can be checked once the other settings are right.")];
  }
}

function probesFor({ asana, redirectUri }: Config): Probes {
  const log = createLog({ isProduction: true, logLevel: "silent" });
  const now = Date.now;
  return createProbes({
    provider: createProvider({ config: asana, log, now }),
    redirectUri,
    now,
  });
}

async function askAsana(
  name: SetupName,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    return [
      unchecked(name, "Asana's discovery document cannot be read, so this could not be checked."),
    ];
  }
}
