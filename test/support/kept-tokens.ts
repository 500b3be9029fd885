import type { KeptTokens, Tokens } from "../../src/auth/tokens.ts";
import { openSessions, type Sessions } from "../../src/sessions/sessions.ts";
import type { Browser } from "./browser.ts";
import { afterThisTest } from "./cleanup.ts";
import { sessionIdIfAny, sessionIdOf } from "./session-id.ts";

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

/** Every refresh token that the store has for a browser's session, taken out of it. */
export async function takeRefreshTokens(
  { sessions }: WithStore,
  browser: Browser,
): Promise<readonly string[]> {
  return sessions.tokens.takeRefreshTokens(sessionIdOf(browser));
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
  const { tokens } = (await keptTokens(store, browser)) ?? {};
  if (!tokens) throw new Error("the session has no tokens that could be changed");
  const { expiresInMs, ...rest } = changes;
  const moved = expiresInMs === undefined ? tokens : expiring(tokens, Date.now() + expiresInMs);
  const taken = await takeRefreshTokens(store, browser);
  const replaced = taken.filter((token) => token !== tokens.refreshToken);
  store.sessions.tokens.add(sessionIdOf(browser), { ...moved, ...rest }, replaced);
}

function expiring(tokens: Tokens, accessTokenExpiresAt: number): Tokens {
  const earlierMs = tokens.accessTokenExpiresAt - accessTokenExpiresAt;
  const accessTokenReceivedAt = tokens.accessTokenReceivedAt - earlierMs;
  return { ...tokens, accessTokenReceivedAt, accessTokenExpiresAt };
}

/** The store that servers in other processes use, closed after the test. */
export function storeOf(server: {
  readonly databaseFile: string;
  readonly secret: string;
}): WithStore {
  const { databaseFile, secret } = server;
  const sessions = openSessions({ databaseFile, secrets: [secret], now: Date.now });
  afterThisTest(() => sessions.close());
  return { sessions };
}
