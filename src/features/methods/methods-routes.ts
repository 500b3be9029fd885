import { type Response, Router } from "express";
import { isServiceAccount } from "../../asana/service-account.ts";
import { type Introspection, introspect } from "../../auth/introspection.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import { asanaAsApp, type OwnToken } from "../../web/asana-calls/asana-as-app.ts";
import { asanaAsPerson } from "../../web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { pageView } from "../../web/page/show.ts";
import { notAllowedNote } from "../../web/sign-in/after-no.ts";
import { isAdministrator } from "../../web/who-may/row.ts";
import { methodsPath } from "./method-notices.ts";
import { type MethodsPage, methodsPage, type OwnFindings } from "./methods-page.ts";
import { findOut } from "./token-findings.ts";

const show = pageView<MethodsPage>("methods/methods");

/**
 * `GET /methods`: the same calls with each credential there is. The app's own tokens are used for
 * administrators alone; for other people no call is made with them.
 */
export function methodsRoutes(dependencies: Dependencies): Router {
  const { config, provider, sessions } = dependencies;
  const router = Router();

  /** What one of the app's own tokens is and sees; undefined when it is not set. */
  async function findOwn(tokenName: OwnToken, response: Response): Promise<OwnFindings> {
    const asana = asanaAsApp(tokenName, response, dependencies);
    if (!asana) return undefined;
    const { client, token } = asana;
    const { log } = response.locals;
    const introspection = (): Promise<Introspection> => introspect({ provider, token, log });
    const findings = await findOut(client, introspection);
    const { workspaces } = findings;
    const seen = workspaces.outcome === "answered" ? workspaces.answer : [];
    const isService = await isServiceAccount(client, seen);
    return { ...findings, isServiceAccount: isService };
  }

  router.get(methodsPath, async (request, response) => {
    const signedIn = signedInOf(request);
    const maySeeOwn = isAdministrator(signedIn, config);
    const asana = asanaAsPerson(request, response, dependencies);
    const [person, bot, service] = await Promise.all([
      findOut(asana.client, asana.introspection),
      maySeeOwn ? findOwn("ASANA_PAT", response) : undefined,
      maySeeOwn ? findOwn("ASANA_SERVICE_ACCOUNT_TOKEN", response) : undefined,
    ]);
    const own = maySeeOwn ? { ASANA_PAT: bot, ASANA_SERVICE_ACCOUNT_TOKEN: service } : undefined;
    const kept = await sessions.tokens.read(request.sessionID);
    const note = notAllowedNote(request);
    show(response, methodsPage({ signedIn, kept, note, person, own }, dependencies));
  });
  return router;
}
