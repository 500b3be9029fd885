import { type Request, type Response, Router } from "express";
import { isServiceAccount } from "../../asana/service-account.ts";
import { type Introspection, introspect } from "../../auth/introspection.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import { type OwnToken, ownAccess } from "../../web/asana-calls/asana-as-app.ts";
import { asanaAccess } from "../../web/asana-calls/asana-as-person.ts";
import type { PageCall } from "../../web/asana-calls/page-calls.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { allowMethods } from "../../web/middleware/allow-methods.ts";
import { notAllowedNote } from "../../web/page/not-allowed-note.ts";
import { render } from "../../web/page/page-models.ts";
import { isAdministrator } from "../../web/who-may/administrators.ts";
import { methodsPage, type OwnFindings } from "./methods-page.ts";
import { findOut } from "./token-findings.ts";

/**
 * `GET /methods`: the same calls with each credential there is. The app's own tokens are used for
 * administrators alone; for everybody else no call is made with them.
 */
export function methodsRoutes(dependencies: Dependencies): Router {
  const { config, provider, sessions } = dependencies;
  const router = Router();

  /** What one of the app's own tokens is and sees, and the calls that told. */
  async function findOwn(
    tokenName: OwnToken,
    response: Response,
  ): Promise<{ findings: OwnFindings; calls: readonly PageCall[] }> {
    const access = ownAccess(tokenName, response, dependencies);
    if (!access) return { findings: undefined, calls: [] };
    const { client, token, calls } = access;
    const { log } = response.locals;
    const introspection = (): Promise<Introspection> => introspect({ provider, token, log });
    const findings = await findOut(client, introspection);
    const { workspaces } = findings;
    const seen = workspaces.outcome === "answered" ? workspaces.answer : [];
    const isService = await isServiceAccount(client, seen);
    return { findings: { ...findings, isServiceAccount: isService }, calls };
  }

  router
    .route("/methods")
    .get(async (request: Request, response: Response) => {
      const signedIn = signedInOf(request);
      const maySeeOwn = isAdministrator(signedIn, config);
      const access = asanaAccess(request, response, dependencies);
      const [person, bot, service] = await Promise.all([
        findOut(access.client, access.introspection),
        maySeeOwn ? findOwn("ASANA_PAT", response) : undefined,
        maySeeOwn ? findOwn("ASANA_SERVICE_ACCOUNT_TOKEN", response) : undefined,
      ]);
      const own = bot &&
        service && { ASANA_PAT: bot.findings, ASANA_SERVICE_ACCOUNT_TOKEN: service.findings };
      const calls = [...access.calls, ...(bot?.calls ?? []), ...(service?.calls ?? [])];
      const kept = sessions.tokens.read(request.sessionID);
      const note = notAllowedNote(request);
      const model = methodsPage({ signedIn, kept, note, person, own, calls }, dependencies);
      render(response, "methods/methods", model);
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}
