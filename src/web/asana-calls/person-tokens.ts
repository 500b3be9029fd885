import type { Request, Response } from "express";
import { AccessError } from "../../auth/access-error.ts";
import { freshTokens } from "../../auth/token-refresh.ts";
import { type KeptTokens, type TokenLedger, withScope } from "../../auth/tokens.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { unlessStoreFails } from "../errors/unless-store-fails.ts";
import { pageTimeOf } from "./page-calls.ts";

/** The tokens of a request's session. They were read with the session, and are read again as needed. */
export interface PersonTokens {
  /**
   * An access token that works, as far as the app knows, within the page's time.
   *
   * @param refused the one that Asana answered 401 to
   * @throws AccessError, StoreError
   */
  access(refused?: string): Promise<string>;
  /** What the person has granted, as far as the app knows; space-separated. */
  scope(): string;
  /** Notes what Asana says is granted. Rejects with StoreError. */
  correctScope(scope: string): Promise<void>;
}

/** Joins a session's tokens with what refreshes them. */
export function personTokens(
  request: Request,
  response: Response,
  dependencies: Dependencies,
): PersonTokens {
  const { sessions, background } = dependencies;
  const { log } = response.locals;
  const { sessionID: sessionId } = request;
  const holder = { sessionId, subject: signedInOf(request).subject };
  const ledger: TokenLedger = { ...sessions.tokens, read };
  let known = sessions.readWith(request.session).tokens();

  async function read(): Promise<KeptTokens | undefined> {
    known = await sessions.tokens.read(sessionId);
    return known;
  }

  return {
    async access(refused) {
      const about = { kept: known, refused, inBackground: background.add };
      const tokens = freshTokens(holder, { ...dependencies, ledger, log, ...about });
      return (await withinPageTime(tokens, response, dependencies)).accessToken;
    },

    scope: () => known?.scope ?? "",

    async correctScope(scope) {
      if (known?.scope === scope) return;
      const kept = await read();
      if (!kept?.tokens) return; // forgotten meanwhile: then the scope is what was granted
      await ledger
        .write(sessionId, { version: kept.version }, withScope(kept, scope))
        .catch(unlessStoreFails(log)); // then Asana is asked again the next time
      await read();
    },
  };
}

/** Waits for what a page needs before it can ask Asana. Throws AccessError `refresh-slow`. */
export function withinPageTime<Result>(
  work: Promise<Result>,
  response: Response,
  dependencies: Pick<Dependencies, "pageTimeMs">,
): Promise<Result> {
  return pageTimeOf(response, dependencies).wait(work, () => {
    throw new AccessError("refresh-slow");
  });
}
