import * as client from "openid-client";
import type { AsanaConfig } from "../config.ts";
import type { Measure } from "../measurement.ts";
import { type ObservedCall, providerFetch } from "./provider-fetch.ts";
import { createSigningKeys } from "./signing-keys.ts";

/** What one reading of the discovery document gives: the client's configuration and the keys. */
export type DiscoveredProvider = ReturnType<typeof createDiscoveredProvider>;

const tokenCallMs = 5_000;
const clockToleranceSeconds = 60;

/**
 * Reads the discovery document.
 *
 * @throws what openid-client throws, when there is no document or it names another issuer
 * @see OpenID Connect Discovery 1.0, 4
 */
export async function readMetadata(
  config: AsanaConfig,
  measure?: Measure,
): Promise<client.ServerMetadata> {
  const issuer = new URL(config.issuer);
  const discovered = await client.discovery(issuer, config.clientId, {}, undefined, {
    [client.customFetch]: providerFetch(tokenCallMs, undefined, measure),
    execute: usesPlainHttp(config) ? [client.allowInsecureRequests] : [],
  });
  const { supportsPKCE: _, ...metadata } = discovered.serverMetadata();
  return metadata;
}

/**
 * Makes the client's configuration, keys and endpoints from a discovery document. Throws TypeError
 * when an endpoint is missing, or without https where the issuer has it.
 */
export function createDiscoveredProvider(
  config: AsanaConfig,
  metadata: client.ServerMetadata,
  measure?: Measure,
) {
  const isPlainHttp = usesPlainHttp(config);
  const tokenEndpoint = secureUrl(metadata.token_endpoint, isPlainHttp);

  function createConfiguration(observed?: ObservedCall): client.Configuration {
    const configuration = new client.Configuration(
      { revocation_endpoint: new URL("/-/oauth_revoke", tokenEndpoint).href, ...metadata },
      config.clientId,
      { [client.clockTolerance]: clockToleranceSeconds },
      client.ClientSecretPost(config.clientSecret),
    );
    configuration[client.customFetch] = providerFetch(tokenCallMs, observed, measure);
    if (isPlainHttp) client.allowInsecureRequests(configuration);
    return configuration;
  }

  const shared = createConfiguration();
  return {
    /** The discovery document as it was read. */
    metadata,
    /** For openid-client: one that all share, or one whose requests an observer sees. */
    configuration: (observed?: ObservedCall) => (observed ? createConfiguration(observed) : shared),
    clientId: config.clientId,
    signingKeys: createSigningKeys(secureUrl(metadata.jwks_uri, isPlainHttp), measure),
    /** Asana documents this endpoint; whether its discovery document names it is not known. */
    introspectionEndpoint: new URL("/-/token_info", tokenEndpoint),
    /** For an endpoint that openid-client does not call. */
    fetch: providerFetch(tokenCallMs, undefined, measure),
  };
}

/** Whether a document names another issuer, or UserInfo another subject, than the expected one. */
export function isJsonMismatch(error: unknown): boolean {
  return (
    error instanceof client.ClientError && error.code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED"
  );
}

/** The settings allow this for a loopback host only. */
function usesPlainHttp(config: AsanaConfig): boolean {
  return new URL(config.issuer).protocol === "http:";
}

function secureUrl(value: string | undefined, isPlainHttp: boolean): URL {
  const url = new URL(value ?? "");
  if (url.protocol !== "https:" && !isPlainHttp) throw new TypeError("endpoint without https");
  return url;
}
