import * as v from "valibot";
import { ConfigError } from "./config-error.ts";
import type { Environment } from "./environment.ts";
import { metricsListen, metricsProblems } from "./metrics/metrics-settings.ts"; // metrics
import { defaultScope, isLoopback, isSecureOrLoopback, Settings } from "./setting-types.ts";

/** All settings, checked once at the start. Nothing else reads the environment. */
export type Config = ReturnType<typeof loadConfig>;

/** The settings about Asana: where it is, and the app's credentials there. */
export type AsanaConfig = Config["asana"];

/** A feature with settings of its own, by name and schema. */
export type SettingsOwner = { readonly settings?: v.ObjectEntries };

/**
 * Checks the settings, the features' (`owners`) included, and turns them into the configuration.
 * Throws ConfigError with every problem found, not just the first.
 */
export function loadConfig(environment: Environment, owners: readonly SettingsOwner[]) {
  const result = v.safeParse(Settings, environment);
  const entries = entriesOf(owners);
  const others = v.safeParse(v.object(entries), environment);
  const problems = [
    ...[...(result.issues ?? []), ...(others.issues ?? [])].map(describeIssue),
    ...jointProblems(environment),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);

  const settings = result.output;
  const baseUrl = settings.BASE_URL ?? `http://localhost:${settings.PORT}`;
  return {
    isProduction: settings.NODE_ENV === "production",
    logLevel: settings.LOG_LEVEL,
    /** How long a connection stays open without a request. */
    keepAliveMs: settings.KEEP_ALIVE_SECONDS * 1000,
    listen: { host: settings.HOST, port: settings.PORT },
    /** Public origin without a trailing slash; every URL of the app is built from it. */
    baseUrl,
    redirectUri: `${baseUrl}/auth/callback`,
    /** Whether browsers reach the app over https. Decides the cookies' `Secure` and `__Host-`. */
    isHttps: baseUrl.startsWith("https:"),
    trustProxyHops: settings.TRUST_PROXY,
    asana: {
      issuer: settings.ASANA_ISSUER,
      /** Origin of an issuer on this machine. That is a sandbox, and the pages say so. */
      sandboxAddress: originIfLoopback(settings.ASANA_ISSUER),
      apiBaseUrl: settings.ASANA_API_BASE_URL.replace(/\/$/, ""),
      clientId: settings.ASANA_CLIENT_ID,
      clientSecret: settings.ASANA_CLIENT_SECRET,
      /** What the sign-in asks for, space-separated. */
      scope: settings.ASANA_SCOPES,
      /** The bot user's. Turns on what the bot does. */
      personalAccessToken: settings.ASANA_PAT,
      /** Sees the whole organization. Turns on the organization's pages. */
      serviceAccountToken: settings.ASANA_SERVICE_ACCOUNT_TOKEN,
    },
    /** Asana user ids of the people who may open the organization's pages. */
    administrators: settings.ADMIN_USER_IDS,
    /** Gids of the workspaces whose people may sign in; undefined: every person may. */
    allowedWorkspaces: settings.ALLOWED_WORKSPACES,
    sessions: {
      /** Not used with Redis. */
      databaseFile: settings.SESSION_DB,
      /** Undefined: sessions lie in the SQLite file. */
      redis:
        settings.REDIS_URL === undefined
          ? undefined
          : { url: settings.REDIS_URL, prefix: settings.REDIS_PREFIX },
      /** Newest first. The first seals, all of them open. Undefined: the app makes its own. */
      secrets: settings.SESSION_SECRET,
    },
    metrics: metricsListen(settings), // metrics
    /** The settings that only features read: checked, not converted. */
    ofFeatures: Object.fromEntries(
      Object.entries(environment).filter(([name]) => Object.hasOwn(entries, name)),
    ),
  } as const;
}

function entriesOf(owners: readonly SettingsOwner[]): v.ObjectEntries {
  return Object.assign({}, ...owners.map(({ settings }) => settings));
}

/** The names of all settings, the core's and the owners'. */
export function settingNames(owners: readonly SettingsOwner[]): readonly string[] {
  return [...Object.keys(Settings.entries), ...Object.keys(entriesOf(owners))];
}

const secretSettings = [
  "ASANA_CLIENT_SECRET",
  "ASANA_PAT",
  "ASANA_SERVICE_ACCOUNT_TOKEN",
  "SESSION_SECRET",
  "REDIS_URL",
];

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const name = v.getDotPath(issue) ?? "";
  const value = issue.path?.at(-1)?.value;
  const isShown = typeof value === "string" && value !== "" && !secretSettings.includes(name);
  const shown = isShown ? ` (${value.replace(/\/\/[^/]*@/, "//…@")})` : "";
  return `${name}${shown} ${issue.message}`;
}

/** What no setting shows alone: what production, Redis and ALLOWED_WORKSPACES need. */
function jointProblems(environment: Environment): string[] {
  const { BASE_URL: baseUrl = "", ASANA_SCOPES: scope = defaultScope } = environment;
  const isProduction = environment.NODE_ENV === "production";
  const problems: string[] = [];
  const needsSecret = isProduction
    ? "production needs"
    : environment.REDIS_URL && "with REDIS_URL all processes need the same one,";
  if (needsSecret && !environment.SESSION_SECRET) {
    problems.push(
      `SESSION_SECRET is missing; ${needsSecret} at least 32 random characters, as \`openssl rand -hex 32\` makes them`,
    );
  }
  if (isProduction && !isSecureOrLoopback(baseUrl)) {
    problems.push(`BASE_URL (${baseUrl}) uses http; in production use https, or a loopback host`);
  }
  problems.push(...metricsProblems(environment)); // metrics
  // The app asks with the person's own token which workspaces they are in.
  if (environment.ALLOWED_WORKSPACES && !/\b(workspaces:read|default)\b/.test(scope)) {
    problems.push(
      "ALLOWED_WORKSPACES needs a sign-in that asks for workspaces; add workspaces:read to ASANA_SCOPES",
    );
  }
  return problems;
}

function originIfLoopback(issuer: string): string | undefined {
  const { hostname, origin } = new URL(issuer);
  return isLoopback(hostname) ? origin : undefined;
}
