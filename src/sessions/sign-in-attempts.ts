import type { SignInAttempt } from "../auth/sign-in-attempt.ts";
import type { SharedStore } from "../store/shared-store.ts";
import { type Seal, sha256 } from "./sealing.ts";

/**
 * Sign-in attempts that wait for their response, apart from the session: a visitor has none yet,
 * and signing in leaves other tabs' attempts alone. A cookie's value binds each to a browser, so a
 * state that leaks to another browser is worth nothing there (RFC 9700, 4.7; OWASP ASVS 5, 10.2.1).
 *
 * All methods reject with StoreError when the store fails.
 */
export interface SignInAttempts {
  /** Keeps an attempt for this browser; beyond five, the browser's oldest is forgotten. */
  add(browserId: string, attempt: SignInAttempt): Promise<void>;
  /** The browser's attempt with this state, once: a second call, or a late one, finds nothing. */
  take(browserId: string, state: string): Promise<SignInAttempt | undefined>;
}

/** How long a person may take at Asana. */
export const attemptLifetimeMs = 10 * 60 * 1000;

/** Keeps attempts sealed, five of a browser. */
export function createSignInAttempts(options: {
  readonly store: SharedStore;
  readonly seal: Seal;
  readonly now: () => number;
}): SignInAttempts {
  const { store, seal, now } = options;
  return {
    add(browserId, attempt) {
      const id = rowId(browserId, attempt.state);
      const sealed = seal.seal(attempt, id);
      const row = { id, browser: sha256(browserId), sealed, expiresAt: now() + attemptLifetimeMs };
      return store.attempts.add(row, attemptsPerBrowser);
    },

    async take(browserId, state) {
      const id = rowId(browserId, state);
      return seal.open<SignInAttempt>(await store.attempts.take(id), id);
    },
  };
}

const attemptsPerBrowser = 5;

function rowId(browserId: string, state: string): string {
  return sha256(`${browserId} ${state}`);
}
