import type { Request, Response } from "express";
import type { AsanaCall } from "../asana/call.ts";
import { type AsanaClient, createAsanaClient } from "../asana/client.ts";
import type { Credential } from "../asana/credential.ts";
import { AccessError } from "../auth/access-error.ts";
import { type Introspection, introspect } from "../auth/introspection.ts";
import { freshTokens } from "../auth/token-refresh.ts";
import { signedInOf } from "../sessions/current-session.ts";
import type { Dependencies } from "./dependencies.ts";
import { startPageTime } from "./page-time.ts";

/** Asana, as one page uses it in the name of whoever is signed in. */
export interface AsanaAccess {
  readonly client: AsanaClient;
  /** Every request that was made for this page so far. */
  readonly calls: readonly AsanaCall[];
  /** What is granted, as far as the app knows by now; space-separated. */
  grantedScope(): string;
  /** Asks Asana what the access token is and may do; what it says of scopes is remembered. */
  introspect(): Promise<Introspection["outcome"]>;
}

/**
 * Joins the client, which knows no session, and the session's tokens, which know no client. Its
 * calls end with the page's time.
 */
export function asanaAccess(
  request: Request,
  response: Response,
  dependencies: Dependencies,
): AsanaAccess {
  const { config, provider, sessions, now, pageTimeMs } = dependencies;
  const { log } = response.locals;
  const pageTime = startPageTime(pageTimeMs);
  const calls: AsanaCall[] = [];

  const ledger = sessions.tokens;
  const { sessionID: sessionId } = request;
  const holder = { sessionId, subject: signedInOf(request).subject };

  async function accessToken(refused?: string): Promise<string> {
    const tokens = await pageTime.within(
      freshTokens(holder, { provider, ledger, log, now, refused }),
      () => new AccessError("refresh-slow"),
    );
    return tokens.accessToken;
  }

  async function introspectToken(): Promise<Introspection> {
    const token = await accessToken();
    const answer = await pageTime.within(
      introspect({ provider, token, log }),
      () => new AccessError("refresh-slow"),
    );
    const kept = ledger.read(sessionId);
    if (answer.outcome === "active" && answer.scope !== undefined && kept) {
      ledger.correctScope(sessionId, kept.refreshes, answer.scope);
    }
    return answer;
  }

  let introspected: Promise<Introspection> | undefined; // asked once a page

  const credential: Credential = {
    accessToken: () => accessToken(),
    renewedToken: (refused) => accessToken(refused).catch(undefinedIfEnded),
    async grantedScope() {
      introspected ??= introspectToken().catch(notIntrospected);
      const answer = await introspected;
      return answer.outcome === "active" ? answer.scope : undefined;
    },
  };
  const client = createAsanaClient({
    baseUrl: config.asana.apiBaseUrl,
    credential,
    signal: pageTime.signal,
    onCall(call) {
      calls.push(call);
      const { method, status, announcedChange } = call;
      const path = new URL(call.url).pathname;
      const durationMs = Math.round(call.durationMs);
      const isFailure = status === undefined || status >= 400;
      if (isFailure) log.warn({ method, path, status, durationMs }, "asana.call-failed");
      if (announcedChange) log.warn({ announcedChange }, "asana.change-announced");
    },
  });

  return {
    client,
    calls,
    grantedScope: () => ledger.read(sessionId)?.scope ?? "",
    async introspect() {
      introspected ??= introspectToken().catch(notIntrospected);
      return (await introspected).outcome;
    },
  };
}

function notIntrospected(error: unknown): Introspection {
  if (!(error instanceof AccessError)) throw error;
  return { outcome: error.kind === "access-ended" ? "inactive" : "unknown" };
}

function undefinedIfEnded(error: unknown): undefined {
  if (error instanceof AccessError && error.kind === "access-ended") return undefined;
  throw error;
}
