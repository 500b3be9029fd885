import { Router } from "express";
import {
  createAuthorizationRequest,
  type SignInAttempt,
} from "../../auth/authorization-request.ts";
import { exchangeCode } from "../../auth/code-exchange.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import { fetchUserInfo } from "../../auth/userinfo.ts";
import type { SignedIn } from "../../sessions/session.ts";
import { browserCookie } from "../browser-cookie.ts";
import type { Dependencies } from "../dependencies.ts";
import { isErrorKind } from "../error-pages.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { renderError } from "../middleware/errors.ts";
import { withinPageTime } from "../page-time.ts";
import { queryOf } from "../query.ts";
import { startSession } from "../session-start.ts";

/** The authorization-code flow as the browser sees it: out to Asana, and back. */
export function signInRoutes(dependencies: Dependencies): Router {
  const { config, log, provider, sessions } = dependencies;
  const browser = browserCookie(config.isHttps);
  const router = Router();

  router
    .route("/auth/login")
    .head(allowMethods("GET")) // a link checker must not start a sign-in
    .get(async (request, response) => {
      const returnTo = confineReturnTo(queryOf(request).get("returnTo"), {
        baseUrl: config.baseUrl,
        fallback: "/profile",
      });
      const { attempt, url } = await createAuthorizationRequest({
        provider,
        redirectUri: config.redirectUri,
        scope: config.asana.scope,
        returnTo,
      });

      sessions.attempts.add(browser.identify(request, response), attempt);
      log.info({ requestId: response.locals.requestId }, "sign-in.started");
      response.redirect(302, url);
    })
    .all(allowMethods("GET"));

  router
    .route("/auth/callback")
    .head(allowMethods("GET")) // nor use up one
    .get(async (request, response) => {
      const query = queryOf(request);
      const browserId = browser.read(request);
      const attempt = browserId && sessions.attempts.take(browserId, query.get("state") ?? "");
      if (!attempt && request.session.signedIn) {
        response.redirect(303, "/"); // Back, a reload or a bookmark: they are where they wanted to be
        return;
      }
      if (!attempt) {
        if (!browserId) browser.probe(response);
        throw new SignInError(browserId ? "sign-in-expired" : "sign-in-not-started-here");
      }

      response.locals.returnTo = attempt.returnTo;
      const currentUrl = new URL(`${config.redirectUri}?${query}`);
      const signedIn = await withinPageTime(
        completeSignIn({ currentUrl, attempt, dependencies }),
        () => new SignInError("provider-slow"),
      );
      await startSession(request, signedIn);
      log.info({ requestId: response.locals.requestId }, "sign-in.completed");
      response.redirect(303, attempt.returnTo);
    })
    .all(allowMethods("GET"));

  router
    .route("/auth/error")
    .get((request, response) => {
      const query = queryOf(request);
      const kind = query.get("kind");
      if (!isErrorKind(kind)) {
        response.redirect(302, "/");
        return;
      }
      const hasNoCookies = kind === "sign-in-not-started-here" && !browser.wasProbed(request);
      const requested = kind === "scope-refused" ? config.asana.scope.split(" ") : [];
      renderError(response, {
        kind: hasNoCookies ? "cookies-off" : kind,
        requestId: /^[0-9a-f]{16}$/.exec(query.get("request") ?? "")?.[0] ?? "unknown",
        scopes: (query.get("scopes") ?? "").split(" ").filter((scope) => requested.includes(scope)),
        returnTo: confineReturnTo(query.get("returnTo"), { baseUrl: config.baseUrl, fallback: "" }),
      });
    })
    .all(allowMethods("GET", "HEAD"));

  return router;
}

/** From the authorization response to the person: code exchange, then UserInfo, nothing else. */
async function completeSignIn(options: {
  currentUrl: URL;
  attempt: SignInAttempt;
  dependencies: Dependencies;
}): Promise<SignedIn> {
  const { provider, log, now } = options.dependencies;
  const { currentUrl, attempt } = options;
  const { idTokenClaims, tokens, user } = await exchangeCode({
    provider,
    currentUrl,
    attempt,
    now,
  });
  const userInfo = await fetchUserInfo({
    provider,
    accessToken: tokens.accessToken,
    subject: idTokenClaims.sub,
    log,
  });

  return {
    issuer: idTokenClaims.iss,
    subject: idTokenClaims.sub,
    name: userInfo?.name ?? user.name ?? "Somebody without a name at Asana",
    email: userInfo?.email ?? user.email,
    picture: userInfo?.picture,
    idTokenClaims,
    tokens,
  };
}
