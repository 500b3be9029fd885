import type { SignInAttempt } from "../auth/sign-in-attempt.ts";
import type { StoreContext } from "./database.ts";
import { sha256 } from "./sealing.ts";

/**
 * Sign-in attempts that wait for their response, apart from the session: a visitor has none yet,
 * and signing in leaves other tabs' attempts alone. A cookie's value binds each to a browser, so a
 * state that leaks to another browser is worth nothing there (RFC 9700, 4.7; OWASP ASVS 5, 10.2.1).
 *
 * All methods throw StoreError when the database fails.
 */
export interface SignInAttempts {
  /** Keeps an attempt for this browser; beyond five, the browser's oldest is forgotten. */
  add(browserId: string, attempt: SignInAttempt): void;
  /** The browser's attempt with this state, once: a second call, or a late one, finds nothing. */
  take(browserId: string, state: string): SignInAttempt | undefined;
  /** Deletes the attempts that are too old. */
  sweep(): void;
}

/** How long a person may take at Asana. */
export const attemptLifetimeMs = 10 * 60 * 1000;

/** Keeps attempts sealed, five of a browser. */
export function createSignInAttempts({ database, seal, now }: StoreContext): SignInAttempts {
  return {
    add(browserId, attempt) {
      const browser = sha256(browserId);
      const id = rowId(browserId, attempt.state);
      database.run(
        "INSERT INTO sign_in_attempts VALUES (?, ?, ?, ?)",
        ...[id, browser, seal.seal(attempt, id), now() + attemptLifetimeMs],
      );
      database.run(
        `DELETE FROM sign_in_attempts WHERE id IN (
           SELECT id FROM sign_in_attempts WHERE browser = ?
           ORDER BY expires_at DESC, rowid DESC LIMIT -1 OFFSET ${attemptsPerBrowser})`,
        browser,
      );
    },

    take(browserId, state) {
      const id = rowId(browserId, state);
      // One statement, so that of two requests at once only one gets it.
      const sql = "DELETE FROM sign_in_attempts WHERE id = ? RETURNING sealed, expires_at";
      const [sealed, expiresAt] = database.row(sql, id);
      return Number(expiresAt) > now() ? seal.open<SignInAttempt>(sealed, id) : undefined;
    },

    sweep() {
      database.run("DELETE FROM sign_in_attempts WHERE expires_at <= ?", now());
    },
  };
}

const attemptsPerBrowser = 5;

function rowId(browserId: string, state: string): string {
  return sha256(`${browserId} ${state}`);
}
