import type { Request, Response } from "express";
import type { AsanaCall } from "../asana/call.ts";
import { type AsanaClient, createAsanaClient } from "../asana/client.ts";
import type { Introspection } from "../auth/introspection.ts";
import type { Log } from "../log.ts";
import { signedInOf } from "../sessions/current-session.ts";
import type { Dependencies } from "./dependencies.ts";
import { startPageTime } from "./page-time.ts";
import { sessionCredential } from "./session-credential.ts";

/** Asana, as one page uses it in the name of whoever is signed in. */
export interface AsanaAccess {
  readonly client: AsanaClient;
  /** Every request that was made for this page so far. */
  readonly calls: readonly AsanaCall[];
  /** What is granted, as far as the app knows by now; space-separated. */
  grantedScope(): string;
  introspection(): Promise<Introspection>;
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
  const { config, sessions, pageTimeMs } = dependencies;
  const { log } = response.locals;
  const { sessionID: sessionId } = request;
  const pageTime = startPageTime(pageTimeMs);
  const calls: AsanaCall[] = [];

  const holder = { sessionId, subject: signedInOf(request).subject };
  const credential = sessionCredential(holder, { ...dependencies, log, pageTime });
  const client = createAsanaClient({
    baseUrl: config.asana.apiBaseUrl,
    credential,
    signal: pageTime.signal,
    onCall(call) {
      calls.push(call);
      logCall(call, log);
    },
  });
  return {
    client,
    calls,
    grantedScope: () => sessions.tokens.read(sessionId)?.scope ?? "",
    introspection: credential.introspection,
  };
}

function logCall({ method, url, status, durationMs, announcedChange }: AsanaCall, log: Log): void {
  if (status === undefined || status >= 400) {
    const path = new URL(url).pathname;
    log.warn({ method, path, status, durationMs: Math.round(durationMs) }, "asana.call-failed");
  }
  if (announcedChange) log.warn({ announcedChange }, "asana.change-announced");
}
