import type { Request, Response } from "express";
import type { AsanaClient, Credential } from "../../asana/client.ts";
import { AccessError } from "../../auth/access-error.ts";
import { type Introspection, introspect } from "../../auth/introspection.ts";
import { freshTokens } from "../../auth/token-refresh.ts";
import { type KeptTokens, type TokenLedger, withScope } from "../../auth/tokens.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { clientOfPage, pageTimeOf } from "./page-calls.ts";

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
  const { provider, sessions, background } = dependencies;
  const { log } = response.locals;
  const { sessionID: sessionId } = request;
  const holder = { sessionId, subject: signedInOf(request).subject };
  let known = sessions.readWith(request.session).tokens();
  const ledger: TokenLedger = { ...sessions.tokens, read: readAgain };
  const pageTime = pageTimeOf(response, dependencies);
  let renewal: Promise<string> | undefined;
  let introspected: Promise<Introspection> | undefined;

  async function readAgain(): Promise<KeptTokens | undefined> {
    known = await sessions.tokens.read(sessionId);
    return known;
  }

  async function accessToken(refused?: string): Promise<string> {
    const about = { kept: known, refused, inBackground: background.add };
    const tokens = freshTokens(holder, { ...dependencies, ledger, log, ...about });
    return (await pageTime.wait(tokens, tooLate)).accessToken;
  }

  const askFor = (token: string) => pageTime.wait(introspect({ provider, token, log }), tooLate);

  /** Asks Asana, and remembers the scopes of the answer. */
  async function ask(): Promise<Introspection> {
    const token = await accessToken();
    let answer = await askFor(token);
    // A call that got 401 may have renewed the token meanwhile, or be renewing it now.
    const next = answer.outcome === "inactive" ? await (renewal ?? accessToken(token)) : token;
    if (next !== token) answer = await askFor(next);
    if (answer.outcome === "active" && answer.scope !== undefined) await keepScope(answer.scope);
    return answer;
  }

  /** Nothing where another request has replaced or forgotten the tokens: it knows better. */
  async function keepScope(scope: string): Promise<void> {
    if (!known?.tokens || known.scope === scope) return;
    const kept = await readAgain();
    if (!kept?.tokens) return;
    await ledger.write(sessionId, { version: kept.version }, withScope(kept, scope));
    await readAgain();
  }

  async function introspection(): Promise<Introspection> {
    introspected ??= ask().catch(withoutAnswer);
    return introspected;
  }

  const credential: Credential = {
    accessToken: () => accessToken(),
    renewedToken(refused) {
      renewal = accessToken(refused);
      return renewal.catch(undefinedIfEnded);
    },
    async grantedScope() {
      const answer = await introspection();
      return answer.outcome === "active" ? answer.scope : undefined;
    },
  };
  const tokenName = "ASANA_ACCESS_TOKEN";
  return {
    client: clientOfPage(response, { ...dependencies, credential, tokenName }),
    grantedScope: () => known?.scope ?? "",
    introspection,
  };
}

function tooLate(): never {
  throw new AccessError("refresh-slow");
}

function withoutAnswer(error: unknown): Introspection {
  if (!(error instanceof AccessError)) throw error;
  return { outcome: error.kind === "access-ended" ? "inactive" : "unknown" };
}

function undefinedIfEnded(error: unknown): undefined {
  if (error instanceof AccessError && error.kind === "access-ended") return undefined;
  throw error;
}
