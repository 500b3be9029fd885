import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import * as client from "openid-client";
import { describeError } from "../error-description.ts";
import { waitAtMost } from "../limits/time-limit.ts";
import type { Log } from "../log.ts";
import type { Measure } from "../measurement.ts";
import { AccessError, type AccessErrorKind } from "./access-error.ts";
import type { DiscoveredProvider } from "./discovered-provider.ts";
import type { Provider } from "./provider.ts";
import { revokeRefreshToken } from "./revocation.ts";
import { type TokenEndpointFailure, tokenEndpointFailure } from "./token-endpoint-error.ts";
import {
  type KeptTokens,
  refreshed,
  type TokenLedger,
  type Tokens,
  tokensOf,
  withoutTokens,
} from "./tokens.ts";

interface Holder {
  readonly sessionId: string;
  /** Who signed in there: an ID token that comes with new tokens must be about them. */
  readonly subject: string;
}

const waitMs = 10_000; // longer than a lease, so that a waiting request takes over
const patienceMs = 1_000;
const pollMs = 50;

/**
 * The tokens of a session, refreshed shortly before they expire, or when Asana has refused them.
 *
 * However many requests in however many processes ask at once, one refreshes; the others wait for it
 * or use the current token. The one that refreshes holds a lease, which runs out when its process
 * dies. Where a provider gives a new refresh token each time, a process that dies before it has kept
 * the new one loses it, and the person has to reconnect.
 *
 * @param refused the access token that Asana answered 401 to: any other will do
 * @param kept what the caller has read already
 * @throws AccessError; what the ledger rejects with
 * @see RFC 6749, 6; RFC 9700, 4.14; Asana's page "OAuth", "Refresh token"
 */
export async function freshTokens(
  holder: Holder,
  options: {
    readonly provider: Provider;
    readonly ledger: TokenLedger;
    readonly log: Log;
    readonly measure: Measure;
    readonly now: () => number;
    readonly refused?: string | undefined;
    readonly kept?: KeptTokens | undefined;
    /** Takes a refresh that continues after this has returned. */
    readonly inBackground: (refresh: Promise<unknown>) => void;
  },
): Promise<Tokens> {
  const { ledger, now, refused, inBackground } = options;
  const giveUpAt = performance.now() + waitMs; // the ledger's clock may stand still in a test
  let failuresBefore: number | undefined;
  let kept = options.kept ?? (await ledger.read(holder.sessionId));

  for (;;) {
    if (!kept?.tokens) throw new AccessError("access-ended");
    const { tokens } = kept;
    failuresBefore ??= kept.failures;
    const isAccepted = tokens.accessToken !== refused && now() < tokens.accessTokenExpiresAt;
    if (isAccepted && now() < refreshDueAt(tokens)) return tokens;
    if (isAccepted && tokens.refreshToken === undefined) return tokens;

    if (tokens.refreshToken === undefined) {
      if (now() >= tokens.accessTokenExpiresAt) {
        await ledger.write(holder.sessionId, { version: kept.version }, withoutTokens(kept));
      }
      throw new AccessError("access-ended");
    }
    // Another request's refresh, for which this one waited.
    if (kept.failures > failuresBefore) throw new AccessError("refresh-failed");
    const refresh = refreshIfFree(holder, { ...options, kept });
    if (isAccepted) {
      inBackground(refresh);
      return (await soon(refresh)) ?? tokens;
    }
    const renewed = await refresh;
    if (renewed) return renewed;
    if (performance.now() > giveUpAt) throw new AccessError("refresh-slow");
    await setTimeout(pollMs);
    kept = await ledger.read(holder.sessionId);
  }
}

/**
 * Waits at most a second. The current token still works, so a slow or failed refresh is ignored and
 * continues in the background; only `access-ended` is thrown.
 */
function soon(refresh: Promise<Tokens | undefined>): Promise<Tokens | undefined> {
  const unlessFailed = refresh.catch((error) => {
    if (!(error instanceof AccessError) || error.kind === "access-ended") throw error;
    return undefined; // the refresh has logged it
  });
  return waitAtMost(patienceMs, unlessFailed);
}

/** A minute before they expire, or a tenth of their lifetime if that is less; epoch milliseconds. */
function refreshDueAt({ accessTokenReceivedAt, accessTokenExpiresAt }: Tokens): number {
  const lifetimeMs = accessTokenExpiresAt - accessTokenReceivedAt;
  return accessTokenExpiresAt - Math.min(60_000, lifetimeMs / 10);
}

/** @returns undefined when another request refreshes, or has just done so */
async function refreshIfFree(
  { sessionId, subject }: Holder,
  options: Parameters<typeof freshTokens>[1] & { readonly kept: KeptTokens },
): Promise<Tokens | undefined> {
  const { provider, ledger, log, measure, now, kept } = options;
  // Before the lease, since it takes time of its own.
  const discovered = await provider.discovered().catch((cause) => {
    throw new AccessError("refresh-failed", cause);
  });
  const owner = randomUUID();
  if (!(await ledger.lease(sessionId, { version: kept.version, owner }))) return undefined;

  let tokens: Tokens;
  try {
    tokens = await requestTokens(discovered, { kept, subject, now });
  } catch (error) {
    // Held up for longer than the lease: another request may have refreshed meanwhile.
    if ((await ledger.read(sessionId))?.refreshes !== kept.refreshes) return undefined;
    const kind = kindOf(error);
    log.warn({ kind, ...describeError(error) }, "token.refresh-failed");
    measure({ of: "refresh", outcome: kind });
    // Any failure but `invalid_grant` may be over the next time.
    if (kind === "access-ended") await ledger.write(sessionId, { owner }, withoutTokens(kept));
    else await ledger.release(sessionId, owner);
    throw new AccessError(kind, error);
  }
  const state = refreshed(kept, tokens);
  const isKept =
    (await ledger.write(sessionId, { owner }, state)) ||
    // The lease ran out, and nobody has written since: a rotated refresh token must not be lost.
    (await ledger.write(sessionId, { version: kept.version }, state));
  if (isKept) {
    log.info("token.refreshed");
    measure({ of: "refresh", outcome: "refreshed" });
    return tokens;
  }
  const { refreshToken } = tokens;
  const isNew = refreshToken !== undefined && refreshToken !== kept.tokens?.refreshToken;
  // The session ended meanwhile: a refresh token that is kept nowhere must not stay in force.
  if (isNew && !(await ledger.read(sessionId))) {
    await revokeRefreshToken({ provider, refreshToken, log });
  }
  return undefined;
}

function kindOf(error: unknown): AccessErrorKind {
  if (error instanceof AccessError) return error.kind;
  return failures[tokenEndpointFailure(error)] ?? "refresh-failed";
}

async function requestTokens(
  discovered: DiscoveredProvider,
  { kept, subject, now }: { kept: KeptTokens; subject: string; now: () => number },
): Promise<Tokens> {
  const refreshToken = kept.tokens?.refreshToken ?? "";
  const response = await client.refreshTokenGrant(discovered.configuration(), refreshToken);
  const claims = response.claims(); // Asana sends no ID token here; if it did: Core 1.0, 12.2
  if (claims && claims.sub !== subject) throw new AccessError("refresh-failed");
  return tokensOf(response, now(), { scope: kept.scope, refreshToken });
}

/** The others are `refresh-failed`. */
const failures: Partial<Record<TokenEndpointFailure, AccessErrorKind>> = {
  "grant-refused": "access-ended",
  "client-refused": "refresh-refused",
  slow: "refresh-slow",
};
