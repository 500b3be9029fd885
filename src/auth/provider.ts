import { isDeepStrictEqual } from "node:util";
import { createRemoteJWKSet, customFetch } from "jose";
import * as client from "openid-client";
import type { AsanaConfig } from "../config.ts";
import { describeError } from "../error-description.ts";
import type { Log } from "../log.ts";
import { waitAtMost } from "../time-limit.ts";
import { type ProviderFetch, providerFetch } from "./provider-fetch.ts";
import type { Message } from "./record/sign-in-record.ts";
import { watchedFetch } from "./record/watched-fetch.ts";
import { SignInError } from "./sign-in-error.ts";

/** What one reading of the discovery document gives: the client's configuration and the keys. */
export interface DiscoveredProvider {
  /** The discovery document as it was read. */
  readonly metadata: client.ServerMetadata;
  readonly configuration: client.Configuration;
  /** The same, with its requests made by what this makes of `fetch`. */
  configurationWith(watched: (fetch: ProviderFetch) => ProviderFetch): client.Configuration;
  readonly clientId: string;
  /** The keys that ID tokens are signed with, read from `jwks_uri` and remembered. */
  readonly signingKeys: ReturnType<typeof createRemoteJWKSet>;
  /** How the last reading of the keys went over the wire. */
  lastKeysReading(): KeysReading;
  /** Asana documents it, but is not known to name it in its discovery document. */
  readonly introspectionEndpoint: URL;
}

/** For the record of a sign-in that waited for it. */
export interface KeysReading {
  readonly request: Partial<Message>;
  readonly answer: Partial<Message>;
}

export interface Provider {
  /**
   * The provider, once its discovery document has been read. Reads it if need be, at most every
   * ten seconds and for one second of the caller's time.
   *
   * @throws SignInError `provider-unavailable`
   */
  discovered(): Promise<DiscoveredProvider>;
  /** Whether the document has been read since the start, and how the last reading ended, if any. */
  status(): {
    readonly wasDiscovered: boolean;
    readonly lastReading: "none yet" | "answered" | "failed";
  };
  /** Reads the document again if the last reading is ten seconds old; waits half a second for it. */
  check(): Promise<void>;
}

const retryAfterMs = 10_000;
const tokenCallMs = 5_000;
const clockToleranceSeconds = 60;
const keysCallMs = 2_000;
const refreshAfterMs = 10 * 60_000;

/**
 * Asana as an OpenID Provider, found by discovery. Starts nothing and never blocks the start: the
 * app comes up while Asana is down, and the first call after Asana is back finds it.
 *
 * @see OpenID Connect Discovery 1.0, 4; OWASP ASVS 5, 10.5.3 (the issuer must be the expected one)
 */
export function createProvider(options: {
  readonly config: AsanaConfig;
  readonly log: Log;
  readonly now: () => number;
}): Provider {
  const { config, log, now } = options;
  let current: DiscoveredProvider | undefined;
  let lastReading: ReturnType<Provider["status"]>["lastReading"] = "none yet";
  let lastReadAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> = Promise.resolve();
  let refreshedAt = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    try {
      const metadata = await readMetadata(config);
      if (!isDeepStrictEqual(metadata, current?.metadata)) {
        current = createDiscoveredProvider(config, metadata);
      }
      if (lastReading !== "answered") log.info({ issuer: config.issuer }, "provider.discovered");
      lastReading = "answered";
    } catch (error) {
      lastReading = "failed";
      const fix = isIssuerMismatch(error) && { fix: issuerFix };
      log.warn({ issuer: config.issuer, ...describeError(error), ...fix }, "provider.unavailable");
    }
  }

  function readIfDue(): Promise<void> {
    if (now() - lastReadAt >= retryAfterMs) {
      lastReadAt = now();
      reading = read();
    }
    return reading;
  }

  /** Behind people's backs: what Asana has withdrawn, a key above all, must not be used for long. */
  function refreshIfOld({ signingKeys }: DiscoveredProvider): void {
    if (now() - refreshedAt < refreshAfterMs) return;
    refreshedAt = now();
    void readIfDue();
    signingKeys.reload().catch((error) => {
      log.warn(describeError(error), "provider.keys-unavailable"); // the next signature reads them
    });
  }

  return {
    async discovered() {
      if (!current) await waitAtMost(1_000, readIfDue());
      if (!current) throw new SignInError("provider-unavailable");
      refreshIfOld(current);
      return current;
    },
    status: () => ({ wasDiscovered: current !== undefined, lastReading }),
    check: () => waitAtMost(500, readIfDue()),
  };
}

async function readMetadata(config: AsanaConfig): Promise<client.ServerMetadata> {
  const discovered = await client.discovery(
    new URL(config.issuer),
    config.clientId,
    {},
    undefined,
    {
      [client.customFetch]: providerFetch(tokenCallMs),
      execute: usesPlainHttp(config) ? [client.allowInsecureRequests] : [],
    },
  );
  const { supportsPKCE: _, ...metadata } = discovered.serverMetadata();
  return metadata;
}

function createDiscoveredProvider(
  config: AsanaConfig,
  metadata: client.ServerMetadata,
): DiscoveredProvider {
  const isPlainHttp = usesPlainHttp(config);
  const tokenEndpoint = secureUrl(metadata.token_endpoint, isPlainHttp);
  const fetchInTime = providerFetch(tokenCallMs);

  function createConfiguration(fetch: ProviderFetch): client.Configuration {
    const configuration = new client.Configuration(
      { revocation_endpoint: new URL("/-/oauth_revoke", tokenEndpoint).href, ...metadata },
      config.clientId,
      { [client.clockTolerance]: clockToleranceSeconds },
      client.ClientSecretPost(config.clientSecret),
    );
    configuration[client.customFetch] = fetch;
    if (isPlainHttp) client.allowInsecureRequests(configuration);
    return configuration;
  }

  let keysReading: KeysReading = { request: {}, answer: {} };
  const keysFetch = watchedFetch(
    {
      sent: (request) => {
        keysReading = { request, answer: {} };
      },
      answered: (answer) => {
        keysReading = { ...keysReading, answer };
      },
    },
    providerFetch(keysCallMs),
  );

  // Kept whatever their age, so that no sign-in waits for keys that it has; see refreshIfOld.
  const signingKeys = createRemoteJWKSet(secureUrl(metadata.jwks_uri, isPlainHttp), {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
    [customFetch]: keysFetch,
  });
  return {
    metadata,
    configuration: createConfiguration(fetchInTime),
    configurationWith: (watched) => createConfiguration(watched(fetchInTime)),
    clientId: config.clientId,
    signingKeys,
    lastKeysReading: () => keysReading,
    introspectionEndpoint: new URL("/-/token_info", tokenEndpoint),
  };
}

const issuerFix =
  "ASANA_ISSUER must equal the published issuer exactly, a slash at its end included";

function isIssuerMismatch(error: unknown): boolean {
  return (
    error instanceof client.ClientError && error.code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED"
  );
}

/** For a provider on a loopback host only: the settings see to that. */
function usesPlainHttp(config: AsanaConfig): boolean {
  return new URL(config.issuer).protocol === "http:";
}

function secureUrl(value: string | undefined, isPlainHttp: boolean): URL {
  const url = new URL(value ?? "");
  if (url.protocol !== "https:" && !isPlainHttp) throw new TypeError("endpoint without https");
  return url;
}
