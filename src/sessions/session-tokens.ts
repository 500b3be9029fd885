import type { KeptTokens, TokenLedger } from "../auth/token-ledger.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { SessionDatabase } from "./database.ts";
import { sha256 } from "./hash.ts";
import type { PersonIds } from "./person.ts";
import type { Seal } from "./sealing.ts";

/** The tokens of sessions, and those that are to be given back with them. */
export interface SessionTokens extends TokenLedger {
  /**
   * Keeps the first tokens of a session that is in the store.
   *
   * @param replaced refresh tokens of the session that this one takes the place of
   */
  add(sessionId: string, tokens: Tokens, replaced: readonly string[]): void;
  /**
   * Takes every refresh token that a session has or had out of the store: one that a refresh gets
   * in this moment finds no place any more, and is given back.
   */
  takeRefreshTokens(sessionId: string): readonly string[];
  /** Takes those of all sessions of a person. */
  takeRefreshTokensOfPerson(person: PersonIds): readonly string[];
}

/** What is sealed in a row. */
interface Sealed {
  readonly tokens?: Tokens;
  readonly scope: string;
  readonly replaced: readonly string[];
}

/**
 * Tokens, apart from the session: express-session writes a session as a whole and the last writer
 * wins, which would bring old tokens back. Here a write names the tokens that it replaces, and does
 * nothing when they are not there any more.
 *
 * All methods throw StoreError when the database fails.
 */
export function createSessionTokens(options: {
  readonly database: SessionDatabase;
  readonly seal: Seal;
  readonly now: () => number;
}): SessionTokens {
  const { database, seal, now } = options;

  function open(id: string): (Sealed & Pick<KeptTokens, "refreshes" | "failures">) | undefined {
    const [sealed, refreshes, failures] =
      database.row("SELECT sealed, refreshes, failures FROM tokens WHERE session = ?", id) ?? [];
    const opened = sealed ? (seal.open(sealed as Buffer, id) as Sealed | undefined) : undefined;
    return opened
      ? { ...opened, refreshes: Number(refreshes), failures: Number(failures) }
      : undefined;
  }

  function take(condition: string, value: string): readonly string[] {
    const rows = database.rows(
      `DELETE FROM tokens WHERE ${condition} RETURNING session, sealed`,
      value,
    );
    const kept = rows.map(
      ([id, sealed]) => seal.open(sealed as Buffer, String(id)) as Sealed | undefined,
    );
    return [...new Set(kept.flatMap((each) => (each ? refreshTokensOf(each) : [])))];
  }

  return {
    add(sessionId, tokens, replaced) {
      const id = sha256(sessionId);
      database.run(
        `INSERT INTO tokens (session, sealed, refreshes, failures, lease_owner, lease_expires_at)
         VALUES (?, ?, 0, 0, NULL, 0)`,
        id,
        seal.seal({ tokens, scope: tokens.scope, replaced: newest(replaced) } satisfies Sealed, id),
      );
    },

    read(sessionId) {
      const kept = open(sha256(sessionId));
      if (!kept) return undefined;
      const { tokens, scope, refreshes, failures } = kept;
      return { tokens, scope, refreshes, failures };
    },

    lease(sessionId, { refreshes, owner, expiresAt }) {
      return Boolean(
        database.row(
          `UPDATE tokens SET lease_owner = ?, lease_expires_at = ?
           WHERE session = ? AND refreshes = ? AND (lease_owner IS NULL OR lease_expires_at <= ?)
           RETURNING 1`,
          owner,
          expiresAt,
          sha256(sessionId),
          refreshes,
          now(),
        ),
      );
    },

    replace(sessionId, refreshes, tokens) {
      const id = sha256(sessionId);
      const replaced = open(id)?.replaced ?? [];
      return Boolean(
        database.row(
          `UPDATE tokens SET sealed = ?, refreshes = refreshes + 1, lease_owner = NULL
           WHERE session = ? AND refreshes = ? RETURNING 1`,
          seal.seal({ tokens, scope: tokens.scope, replaced } satisfies Sealed, id),
          id,
          refreshes,
        ),
      );
    },

    forget(sessionId, refreshes) {
      const id = sha256(sessionId);
      const kept = open(id);
      if (!kept) return;
      const { scope, replaced } = kept;
      database.run(
        `UPDATE tokens SET sealed = ?, lease_owner = NULL WHERE session = ? AND refreshes = ?`,
        seal.seal({ scope, replaced } satisfies Sealed, id),
        id,
        refreshes,
      );
    },

    release(sessionId, owner) {
      database.run(
        `UPDATE tokens SET lease_owner = NULL, failures = failures + 1
         WHERE session = ? AND lease_owner = ?`,
        sha256(sessionId),
        owner,
      );
    },

    correctScope(sessionId, refreshes, scope) {
      const id = sha256(sessionId);
      const kept = open(id);
      if (!kept?.tokens || kept.scope === scope) return;
      const { tokens, replaced } = kept;
      database.run(
        "UPDATE tokens SET sealed = ? WHERE session = ? AND refreshes = ?",
        seal.seal({ tokens: { ...tokens, scope }, scope, replaced } satisfies Sealed, id),
        id,
        refreshes,
      );
    },

    takeRefreshTokens: (sessionId) => take("session = ?", sha256(sessionId)),

    takeRefreshTokensOfPerson: (person) =>
      take(
        `session IN (SELECT id FROM sessions
           WHERE person IN (SELECT value FROM json_each(?)))`,
        JSON.stringify(person),
      ),
  };
}

const replacedKept = 50; // more than anybody signs in anew without ever signing out

function newest(replaced: readonly string[]): readonly string[] {
  return replaced.slice(0, replacedKept);
}

function refreshTokensOf({ tokens, replaced }: Sealed): readonly string[] {
  return [...(tokens?.refreshToken ? [tokens.refreshToken] : []), ...replaced];
}
