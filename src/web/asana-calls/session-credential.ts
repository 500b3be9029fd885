import type { Credential } from "../../asana/credential.ts";
import { AccessError } from "../../auth/access-error.ts";
import { type Introspection, introspect } from "../../auth/introspection.ts";
import { freshTokens } from "../../auth/token-refresh.ts";
import type { TimeLimit } from "../../limits/time-limit.ts";
import type { Dependencies } from "../dependencies.ts";

/** A session's tokens as a client of the API uses them on one page. */
export interface SessionCredential extends Credential {
  grantedScope(): Promise<string | undefined>;
  /** Asks Asana once what the token is and may do, and remembers the scopes of the answer. */
  introspection(): Promise<Introspection>;
}

/** Gives a session's tokens to one page's calls, renewed when needed, within the page's time. */
export function sessionCredential(
  holder: { readonly sessionId: string; readonly subject: string },
  options: Pick<Dependencies, "provider" | "sessions" | "background" | "log" | "now"> & {
    readonly pageTime: TimeLimit;
  },
): SessionCredential {
  const { provider, sessions, background, log, pageTime } = options;
  const ledger = sessions.tokens;
  const tooLate = () => {
    throw new AccessError("refresh-slow");
  };
  let renewal: Promise<string> | undefined;
  let introspected: Promise<Introspection> | undefined;

  async function accessToken(refused?: string): Promise<string> {
    const given = { ...options, ledger, refused, inBackground: background.add };
    const tokens = freshTokens(holder, given);
    return (await pageTime.wait(tokens, tooLate)).accessToken;
  }

  function renewedToken(refused: string): Promise<string | undefined> {
    renewal = accessToken(refused);
    return renewal.catch(undefinedIfEnded);
  }

  async function ask(): Promise<Introspection> {
    const token = await accessToken();
    let answer = await pageTime.wait(introspect({ provider, token, log }), tooLate);
    // A call that got 401 may have renewed the token meanwhile, or be renewing it now.
    const next = answer.outcome === "inactive" ? await (renewal ?? accessToken(token)) : token;
    if (next !== token) {
      answer = await pageTime.wait(introspect({ provider, token: next, log }), tooLate);
    }
    const kept = ledger.read(holder.sessionId);
    if (answer.outcome === "active" && answer.scope !== undefined && kept) {
      ledger.correctScope(holder.sessionId, kept.refreshes, answer.scope);
    }
    return answer;
  }

  function introspection(): Promise<Introspection> {
    introspected ??= ask().catch(withoutAnswer);
    return introspected;
  }

  return {
    accessToken: () => accessToken(),
    renewedToken,
    async grantedScope() {
      const answer = await introspection();
      return answer.outcome === "active" ? answer.scope : undefined;
    },
    introspection,
  };
}

function withoutAnswer(error: unknown): Introspection {
  if (!(error instanceof AccessError)) throw error;
  return { outcome: error.kind === "access-ended" ? "inactive" : "unknown" };
}

function undefinedIfEnded(error: unknown): undefined {
  if (error instanceof AccessError && error.kind === "access-ended") return undefined;
  throw error;
}
