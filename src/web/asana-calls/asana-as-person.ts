import type { Request, Response } from "express";
import type { AsanaClient } from "../../asana/client.ts";
import { fixedToken } from "../../asana/credential.ts";
import type { Introspection } from "../../auth/introspection.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { type PageCall, pageCalls } from "./page-calls.ts";
import { sessionCredential } from "./session-credential.ts";

/** Asana, as one page uses it in the name of whoever is signed in. */
export interface AsanaAccess {
  readonly client: AsanaClient;
  /**
   * The bot user's, when there is one. It sees and does what the person perhaps may not: whoever
   * uses it has asked Asana before, with the person's own client, whether they may.
   */
  readonly bot: AsanaClient | undefined;
  /** Every request that was made for this page so far. */
  readonly calls: readonly PageCall[];
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
  const { config, sessions } = dependencies;
  const { log } = response.locals;
  const { sessionID: sessionId } = request;
  const { personalAccessToken } = config.asana;
  const { made, pageTime, clientWith } = pageCalls(response, dependencies);

  const holder = { sessionId, subject: signedInOf(request).subject };
  const credential = sessionCredential(holder, { ...dependencies, log, pageTime });
  return {
    client: clientWith(credential, "ASANA_ACCESS_TOKEN"),
    bot:
      personalAccessToken === undefined
        ? undefined
        : clientWith(fixedToken(personalAccessToken), "ASANA_PAT"),
    calls: made,
    grantedScope: () => sessions.tokens.read(sessionId)?.scope ?? "",
    introspection: credential.introspection,
  };
}
