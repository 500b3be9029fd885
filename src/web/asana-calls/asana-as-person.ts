import type { Request, Response } from "express";
import type { AsanaClient } from "../../asana/client.ts";
import type { Introspection } from "../../auth/introspection.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { clientOfPage, pageTimeOf } from "./page-calls.ts";
import { sessionCredential } from "./session-credential.ts";

/** Asana, as one page uses it in the name of the person who is signed in. */
export interface AsanaAsPerson {
  readonly client: AsanaClient;
  /** What the person has granted, as far as the app knows; space-separated. */
  grantedScope(): string;
  /** What Asana says of the token, asked once. */
  introspection(): Promise<Introspection>;
}

/** Joins the client, which knows no session, and the session's tokens, which know no client. */
export function asanaAsPerson(
  request: Request,
  response: Response,
  dependencies: Dependencies,
): AsanaAsPerson {
  const { sessions } = dependencies;
  const { log } = response.locals;
  const { sessionID: sessionId } = request;
  const pageTime = pageTimeOf(response, dependencies);
  const holder = { sessionId, subject: signedInOf(request).subject };
  const credential = sessionCredential(holder, { ...dependencies, log, pageTime });
  return {
    client: clientOfPage(response, {
      ...dependencies,
      credential,
      tokenName: "ASANA_ACCESS_TOKEN",
    }),
    grantedScope: () => sessions.tokens.read(sessionId)?.scope ?? "",
    introspection: credential.introspection,
  };
}
