import { isDeepStrictEqual } from "node:util";
import type { AsanaConfig } from "../config.ts";
import { describeError } from "../error-description.ts";
import { waitAtMost } from "../limits/time-limit.ts";
import type { Log } from "../log.ts";
import type { Measure } from "../measurement.ts";
import {
  createDiscoveredProvider,
  type DiscoveredProvider,
  isJsonMismatch,
  readMetadata,
} from "./discovered-provider.ts";
import { SignInError } from "./sign-in-error.ts";

/** The OpenID Provider that the settings name. The app may not have found it yet. */
export interface Provider {
  /**
   * What discovery found. Reads the document if the app has none yet, at most every ten seconds; the
   * caller waits a second at most.
   *
   * @throws SignInError `provider-unavailable`
   */
  discovered(): Promise<DiscoveredProvider>;
  /** Whether the document has been read since the start, and how the last reading ended, if any. */
  status(): { readonly wasDiscovered: boolean; readonly lastReading: Reading };
  /** Reads the document again if the last reading is ten seconds old; waits half a second for it. */
  check(): Promise<void>;
}

type Reading = "none yet" | "answered" | "failed";

const retryAfterMs = 10_000;
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
  readonly measure?: Measure;
}): Provider {
  const { config, log, now, measure } = options;
  let current: DiscoveredProvider | undefined;
  let lastReading: Reading = "none yet";
  let lastReadAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> = Promise.resolve();
  let refreshedAt = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    try {
      const metadata = await readMetadata(config, measure);
      if (!isDeepStrictEqual(metadata, current?.metadata)) {
        current = createDiscoveredProvider(config, metadata, measure);
      }
      if (lastReading !== "answered") log.info({ issuer: config.issuer }, "provider.discovered");
      lastReading = "answered";
    } catch (error) {
      lastReading = "failed";
      const fix = isJsonMismatch(error) && { fix: issuerFix };
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

  /** In the background, every ten minutes, so that a key Asana withdrew is not trusted for long. */
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

const issuerFix =
  "ASANA_ISSUER must equal the published issuer exactly, a slash at its end included";
