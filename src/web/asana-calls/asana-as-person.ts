import type { Request, Response } from "express";
import type { AsanaClient, Credential } from "../../asana/client.ts";
import { AccessError } from "../../auth/access-error.ts";
import { type Introspection, introspect } from "../../auth/introspection.ts";
import type { Dependencies } from "../dependencies.ts";
import { clientOfPage } from "./page-calls.ts";
import { personTokens, withinPageTime } from "./person-tokens.ts";

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
  const { provider } = dependencies;
  const { log } = response.locals;
  const tokens = personTokens(request, response, dependencies);
  let renewal: Promise<string> | undefined;
  let introspected: Promise<Introspection> | undefined;

  function askFor(token: string): Promise<Introspection> {
    return withinPageTime(introspect({ provider, token, log }), response, dependencies);
  }

  /** Asks Asana, and remembers the scopes of the answer. */
  async function ask(): Promise<Introspection> {
    const token = await tokens.access();
    let answer = await askFor(token);
    // A call that got 401 may have renewed the token meanwhile, or be renewing it now.
    const next = answer.outcome === "inactive" ? await (renewal ?? tokens.access(token)) : token;
    if (next !== token) answer = await askFor(next);
    if (answer.outcome === "active" && answer.scope !== undefined) {
      await tokens.correctScope(answer.scope);
    }
    return answer;
  }

  async function introspection(): Promise<Introspection> {
    introspected ??= ask().catch(withoutAnswer);
    return introspected;
  }

  const credential: Credential = {
    accessToken: () => tokens.access(),
    renewedToken(refused) {
      renewal = tokens.access(refused);
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
    grantedScope: tokens.scope,
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
