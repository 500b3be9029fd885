import { Router } from "express";
import { createAuthorizationRequest } from "../../auth/authorization-request.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import type { SignInAttempt } from "../../auth/sign-in-attempt.ts";
import { startSession } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { errorPath } from "../errors/error-address.ts";
import type { Feature, Pages } from "../feature.ts";
import { queryOf, withQuery } from "../page/query.ts";
import { browserCookie } from "../sign-in/browser-cookie.ts";
import { completeSignIn } from "../sign-in/complete-sign-in.ts";
import { callbackPath, signInPath } from "../sign-in/sign-in-address.ts";
import { notWatching, type SignInWatch } from "../sign-in/sign-in-watch.ts";
import { startedFrom } from "../sign-in/started-from.ts";
import { takeAttempt } from "../sign-in/take-attempt.ts";
import { wantedScope } from "../sign-in/wanted-scope.ts";
import { page } from "../who-may/row.ts";

/**
 * The authorization-code flow as the browser sees it: out to Asana, and back.
 * A feature may watch.
 */
export function signInPages(features: readonly Feature[]): Pages {
  const watching = features.find(({ watchSignIns }) => watchSignIns);
  return {
    rows: [
      page(signInPath, "anybody", { hasNoHead: true }), // a link checker must not start a sign-in
      page(callbackPath, "anybody", { hasNoHead: true }), // nor consume the attempt
    ],
    routes: (dependencies) =>
      signInRoutes(dependencies, watching?.watchSignIns?.(dependencies) ?? notWatching),
  };
}

function signInRoutes(dependencies: Dependencies, watch: SignInWatch): Router {
  const { config, provider, sessions } = dependencies;
  const browser = browserCookie(config.isHttps);
  const router = Router();

  router.get(signInPath, async (request, response) => {
    const returnTo = confineReturnTo(queryOf(request).get("returnTo"), {
      baseUrl: config.baseUrl,
      fallback: "/profile",
    });
    response.locals.returnTo = returnTo;
    const { observer, observed } = watch.begin();
    const { attempt, url } = await createAuthorizationRequest({
      provider,
      redirectUri: config.redirectUri,
      returnTo,
      ...wantedScope(request, dependencies),
      observer,
    });

    const browserId = browser.identify(request, response);
    sessions.attempts.add(browserId, { ...attempt, observed: observed() });
    response.locals.log.info("sign-in.started");
    response.redirect(302, url);
  });

  router.get(callbackPath, async (request, response) => {
    const attempt = takeAttempt(request, response, { attempts: sessions.attempts, browser });
    if (!attempt) {
      response.redirect(303, "/"); // Back, a reload or a bookmark: the person is signed in
      return;
    }

    response.locals.returnTo = attempt.returnTo;
    const { log } = response.locals;
    const currentUrl = new URL(`${config.redirectUri}?${queryOf(request)}`);
    const watched = watch.goOn(attempt, currentUrl);
    const { observer } = watched;
    const result = await completeSignIn({ ...dependencies, log, currentUrl, attempt, observer })
      // Then the error handler redirects to its page.
      .catch((error) => {
        watched.notSignedIn({ request, log, location: errorPath }, error);
        throw error;
      });
    if (result.outcome === "declined") {
      log.info({ code: result.code.slice(0, 50) }, "sign-in.declined");
      const location = afterNo(attempt);
      watched.notSignedIn({ request, log, location }, "declined");
      response.redirect(303, location);
      return;
    }
    const signedIn = { ...result.signedIn, startedFrom: startedFrom(request) };
    await startSession(request, { signedIn, tokens: result.tokens, sessions });
    watched.signedIn({ request, log, location: attempt.returnTo });
    log.info("sign-in.completed");
    response.redirect(303, attempt.returnTo);
  });

  return router;
}

/** A no to more permissions leads back to the page; a no to signing in leads to the start. */
function afterNo({ isForMore, returnTo }: SignInAttempt): string {
  return isForMore
    ? withQuery(returnTo, { note: "not-allowed" })
    : withQuery("/", { note: "cancelled", returnTo });
}
