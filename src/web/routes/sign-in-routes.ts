import { type RequestHandler, Router } from "express";
import { createAuthorizationRequest } from "../../auth/authorization-request.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { startSession } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { errorPath } from "../errors/error-address.ts";
import type { Feature, Pages } from "../feature.ts";
import { queryOf } from "../page/query.ts";
import { placeAfterNo } from "../sign-in/after-no.ts";
import { type BrowserCookie, browserCookie } from "../sign-in/browser-cookie.ts";
import { completeSignIn } from "../sign-in/complete-sign-in.ts";
import { callbackPath, signInPath } from "../sign-in/sign-in-address.ts";
import type { SignInWatch } from "../sign-in/sign-in-watch.ts";
import { startedFrom } from "../sign-in/started-from.ts";
import { takeAttempt } from "../sign-in/take-attempt.ts";
import { wantedScope } from "../sign-in/wanted-scope.ts";
import { page } from "../who-may/row.ts";

/** What both halves of the flow need. */
interface Flow extends Dependencies {
  readonly browser: BrowserCookie;
  readonly watch: SignInWatch | undefined;
}

/** The authorization-code flow as the browser sees it: out to Asana, and back. A feature may watch. */
export function signInPages(features: readonly Feature[]): Pages {
  const watching = features.find(({ watchSignIns }) => watchSignIns);
  return {
    rows: [
      page(signInPath, "anybody", { hasNoHead: true }), // a link checker must not start a sign-in
      page(callbackPath, "anybody", { hasNoHead: true }), // nor consume the attempt
    ],
    routes(dependencies) {
      const browser = browserCookie(dependencies.config.isHttps);
      const watch = watching?.watchSignIns?.(dependencies);
      const flow = { ...dependencies, browser, watch };
      const router = Router();
      router.get(signInPath, goToAsana(flow));
      router.get(callbackPath, returnFromAsana(flow));
      return router;
    },
  };
}

function goToAsana(flow: Flow): RequestHandler {
  const { config, provider, sessions, browser, watch, measure } = flow;
  return async (request, response) => {
    const asked = queryOf(request).get("returnTo");
    const returnTo = confineReturnTo(asked, { baseUrl: config.baseUrl, fallback: "/profile" });
    response.locals.returnTo = returnTo;
    const watched = watch?.begin();
    const { attempt, url } = await createAuthorizationRequest({
      provider,
      redirectUri: config.redirectUri,
      returnTo,
      ...wantedScope(request, flow),
      observer: watched?.observer,
    });

    const browserId = browser.identify(request, response);
    await sessions.attempts.add(browserId, { ...attempt, observed: watched?.observed() });
    response.locals.log.info("sign-in.started");
    measure({ of: "sign-in", outcome: "started" });
    response.redirect(302, url);
  };
}

function returnFromAsana(flow: Flow): RequestHandler {
  const { config, sessions, watch, measure } = flow;
  return async (request, response) => {
    const attempt = await takeAttempt(request, response, flow);
    if (!attempt) {
      response.redirect(303, "/"); // Back, a reload or a bookmark: the person is signed in
      return;
    }

    response.locals.returnTo = attempt.returnTo;
    const { log } = response.locals;
    const currentUrl = new URL(`${config.redirectUri}?${queryOf(request)}`);
    const watched = watch?.goOn(attempt, currentUrl);
    const observer = watched?.observer;
    const result = await completeSignIn({ ...flow, log, currentUrl, attempt, observer }).catch(
      async (error) => {
        await watched?.notSignedIn({ request, log, location: errorPath }, error);
        throw error; // its page follows
      },
    );
    if (result.outcome === "declined") {
      log.info({ code: result.code.slice(0, 50) }, "sign-in.declined");
      measure({ of: "sign-in", outcome: "declined" });
      const location = placeAfterNo(attempt);
      await watched?.notSignedIn({ request, log, location }, "declined");
      response.redirect(303, location);
      return;
    }
    const signedIn = { ...result.signedIn, startedFrom: startedFrom(request) };
    await startSession(request, { signedIn, tokens: result.tokens, sessions, log });
    await watched?.signedIn({ request, log, location: attempt.returnTo });
    log.info("sign-in.completed");
    measure({ of: "sign-in", outcome: "completed" });
    response.redirect(303, attempt.returnTo);
  };
}
