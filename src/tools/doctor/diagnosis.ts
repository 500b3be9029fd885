import { join } from "node:path";
import { createProvider } from "../../auth/provider.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import type { Config } from "../../config.ts";
import type { Log } from "../../log.ts";
import type { Permission } from "../../permissions.ts";
import { checkApi } from "./api-check.ts";
import { checkArrival } from "./arrival-check.ts";
import { checkClock, checkDiscovery, readDiscovery } from "./discovery-check.ts";
import { checkEnvFile } from "./env-file-check.ts";
import { type Finding, unchecked } from "./finding.ts";
import { checkNetwork } from "./network-failure.ts";
import { checkPort, findPortUse } from "./port-check.ts";
import { createProbes } from "./probes.ts";
import { checkRedis } from "./redis-check.ts";
import { checkRegistration } from "./registration-checks.ts";
import { checkSettings } from "./settings-problems.ts";
import { checkSecretFile, checkStore } from "./store-check.ts";
import {
  checkAdministrators,
  checkPersonalAccessToken,
  checkServiceAccountToken,
  tokenClient,
} from "./token-checks.ts";

interface Diagnosed {
  /** The settings as they are; where some are wrong, with their defaults instead. */
  readonly config: Config | undefined;
  /** What is wrong with the settings by themselves. */
  readonly problems: readonly string[];
  /** Where `data` lies. */
  readonly folder: string;
  readonly envFile: Omit<Parameters<typeof checkEnvFile>[0], "isProduction">;
  /** What pages ask for beyond the sign-in. */
  readonly permissions: readonly Permission[];
  readonly log: Log;
  readonly now: () => number;
}

/** Makes every check, in order. Each gives a finding; none changes anything, here or at Asana. */
export async function* diagnose(about: Diagnosed): AsyncGenerator<Finding> {
  const { config, problems, envFile, folder } = about;
  yield* checkSettings(problems);
  yield* checkEnvFile({ ...envFile, isProduction: config?.isProduction ?? false });
  if (!config) {
    yield unchecked("settings", "The rest can be checked once the settings are right.");
    return;
  }
  const portUse = await findPortUse(config.listen);
  yield checkPort(portUse, config.listen);
  if (problems.some((problem) => /^ASANA_(ISSUER|API_BASE_URL) /.test(problem))) {
    yield unchecked("ASANA_ISSUER", "Asana can be asked once its address is right.");
  } else {
    yield* checkAsana(config, about);
  }
  if (!problems.some((problem) => /^REDIS_(URL|PREFIX) /.test(problem))) {
    yield* checkSessions(config, folder);
  }
  yield* await checkArrival(config, portUse);
}

async function* checkSessions({ sessions }: Config, folder: string): AsyncGenerator<Finding> {
  const { redis, secrets, databaseFile } = sessions;
  if (redis) {
    yield* checkRedis(redis);
    return;
  }
  if (!secrets) yield checkSecretFile(join(folder, "data", "session-secret"));
  yield await checkStore(databaseFile);
}

async function* checkAsana(config: Config, about: Diagnosed): AsyncGenerator<Finding> {
  const { asana, redirectUri } = config;
  const { log, now, permissions } = about;
  const { real } = about.envFile;
  const checkingApi = checkApi(asana.apiBaseUrl, real); // at the same time as discovery: each may wait for seconds
  const reading = await readDiscovery(asana.issuer, now);
  const network =
    reading.status === undefined
      ? await checkNetwork("ASANA_ISSUER", asana.issuer, real)
      : undefined;
  const discovery =
    network && network.verdict !== "ok" ? network : checkDiscovery(reading, asana.issuer);
  yield checkClock(reading);
  yield discovery;
  if (discovery.verdict === "ok") {
    const provider = createProvider({ config: asana, log, now });
    const probes = createProbes({ provider, redirectUri, now });
    yield* await checkRegistration({ ...asana, redirectUri, permissions }, probes).catch(
      unreadMeanwhile,
    );
  } else {
    yield unchecked(
      "ASANA_CLIENT_ID",
      "Client, redirect URI and scopes can be checked once the issuer is right.",
    );
  }
  const api = await checkingApi;
  yield api;
  if (api.verdict === "ok") yield* await checkTokens(config);
}

/** Discovery answered a moment ago, and then did not. */
function unreadMeanwhile(error: unknown): readonly Finding[] {
  if (!(error instanceof SignInError)) throw error;
  return [unchecked("ASANA_CLIENT_ID", "Asana's discovery document could not be read again.")];
}

async function checkTokens({ asana, administrators }: Config): Promise<readonly Finding[]> {
  const { personalAccessToken, serviceAccountToken, apiBaseUrl } = asana;
  const clientFor = (token: string | undefined) =>
    token === undefined ? undefined : tokenClient(token, apiBaseUrl);
  const [bot, service] = [clientFor(personalAccessToken), clientFor(serviceAccountToken)];
  const [ofBot, ofService] = await Promise.all([
    bot && checkPersonalAccessToken(bot, administrators),
    service && checkServiceAccountToken(service),
  ]);
  const findings = [ofBot, ofService].filter((finding) => finding !== undefined);
  const seeing = ofService?.verdict === "ok" ? service : ofBot?.verdict === "ok" ? bot : undefined;
  return seeing ? [...findings, ...(await checkAdministrators(seeing, administrators))] : findings;
}
