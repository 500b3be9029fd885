import type { KeptTokens, Tokens } from "../../src/auth/tokens.ts";
import { openSessions, type Sessions } from "../../src/sessions/sessions.ts";
import type { Browser } from "./browser.ts";
import { afterThisTest } from "./cleanup.ts";
import { sessionIdIfAny, sessionIdOf } from "./session-id.ts";
import { openPlace, type StorePlace } from "./store-place.ts";

/** Anything whose store can be reached: a running app, or what `storeOf` opens. */
interface WithStore {
  readonly sessions: Sessions;
}

/** What the store keeps for a browser's session; undefined when it has none. */
export async function keptTokens(
  { sessions }: WithStore,
  browser: Browser,
): Promise<KeptTokens | undefined> {
  const sessionId = sessionIdIfAny(browser);
  return sessionId === undefined ? undefined : sessions.tokens.read(sessionId);
}

/** Every refresh token that the store has for a browser's session. */
export async function refreshTokensKept(
  store: WithStore,
  browser: Browser,
): Promise<readonly string[]> {
  const { tokens, replaced = [] } = (await keptTokens(store, browser)) ?? {};
  return [tokens?.refreshToken ?? [], replaced].flat();
}

/**
 * Puts tokens into the store in place of those of a browser's session, as if the sign-in had given
 * them; what is not named stays as it is.
 *
 * @param changes `expiresInMs` from now, by this machine's clock; the lifetime stays, so the token
 *   was received that much earlier
 */
export async function keepTokens(
  store: WithStore,
  browser: Browser,
  changes: {
    readonly accessToken?: string;
    readonly refreshToken?: string | undefined;
    readonly expiresInMs?: number;
    readonly scope?: string;
  },
): Promise<void> {
  const kept = await keptTokens(store, browser);
  if (!kept?.tokens) throw new Error("the session has no tokens that could be changed");
  const { expiresInMs, ...rest } = changes;
  const moved =
    expiresInMs === undefined ? kept.tokens : expiring(kept.tokens, Date.now() + expiresInMs);
  const tokens = { ...moved, ...rest };
  const state = { tokens, scope: tokens.scope, refreshes: 0, replaced: kept.replaced };
  const { version } = kept;
  if (!(await store.sessions.tokens.write(sessionIdOf(browser), { version }, state))) {
    throw new Error("somebody else has written meanwhile");
  }
}

function expiring(tokens: Tokens, accessTokenExpiresAt: number): Tokens {
  const earlierMs = tokens.accessTokenExpiresAt - accessTokenExpiresAt;
  const accessTokenReceivedAt = tokens.accessTokenReceivedAt - earlierMs;
  return { ...tokens, accessTokenReceivedAt, accessTokenExpiresAt };
}

/** The store that servers in other processes use, closed after the test. */
export async function storeOf(server: {
  readonly place: StorePlace;
  readonly secret: string;
}): Promise<WithStore> {
  const store = await openPlace(server.place);
  const log = { warn: () => undefined };
  const sessions = openSessions({ store, secrets: [server.secret], now: Date.now, log });
  afterThisTest(() => sessions.close());
  return { sessions };
}
