import { Router } from "express";
import {
  createAuthorizationRequest,
  type SignInAttempt,
} from "../../auth/authorization-request.ts";
import { exchangeCode } from "../../auth/code-exchange.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import { fetchUserInfo } from "../../auth/userinfo.ts";
import { startSession } from "../../sessions/current-session.ts";
import type { SignedIn } from "../../sessions/session.ts";
import { browserCookie } from "../browser-cookie.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { withinPageTime } from "../page-time.ts";
import { queryOf } from "../query.ts";

/** The authorization-code flow as the browser sees it: out to Asana, and back. */
export function signInRoutes(dependencies: Dependencies): Router {
  const { config, provider, sessions } = dependencies;
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
      response.locals.log.info("sign-in.started");
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
        if (!browserId && query.has("state")) browser.probe(response);
        throw new SignInError(browserId ? "sign-in-expired" : "sign-in-not-started-here");
      }

      response.locals.returnTo = attempt.returnTo;
      const currentUrl = new URL(`${config.redirectUri}?${query}`);
      const { log } = response.locals;
      const result = await withinPageTime(
        completeSignIn({ ...dependencies, currentUrl, attempt, log }),
        {
          pageTimeMs: dependencies.pageTimeMs,
          tooLate: () => new SignInError("provider-slow"),
        },
      );
      if (result.outcome === "declined") {
        log.info({ code: result.code.slice(0, 50) }, "sign-in.declined");
        const { returnTo } = attempt;
        response.redirect(303, `/?${new URLSearchParams({ note: "cancelled", returnTo })}`);
        return;
      }
      await startSession(request, result.signedIn);
      log.info("sign-in.completed");
      response.redirect(303, attempt.returnTo);
    })
    .all(allowMethods("GET"));

  return router;
}

type SignInResult =
  | { readonly outcome: "declined"; readonly code: string }
  | { readonly outcome: "signed-in"; readonly signedIn: SignedIn };

/** From the authorization response to the person: code exchange, then UserInfo, nothing else. */
async function completeSignIn(
  options: Pick<Dependencies, "provider" | "log" | "now"> & {
    readonly currentUrl: URL;
    readonly attempt: SignInAttempt;
  },
): Promise<SignInResult> {
  const { provider, log } = options;
  const exchange = await exchangeCode(options);
  if (exchange.outcome === "declined") return exchange;
  const { idTokenClaims, tokens, user } = exchange;
  const userInfo = await fetchUserInfo({
    provider,
    accessToken: tokens.accessToken,
    subject: idTokenClaims.sub,
    log,
  });

  const signedIn = {
    issuer: idTokenClaims.iss,
    subject: idTokenClaims.sub,
    name: userInfo?.name ?? user.name ?? "Somebody without a name at Asana",
    email: userInfo?.email ?? user.email,
    picture: userInfo?.picture,
    idTokenClaims,
    tokens,
  };
  return { outcome: "signed-in", signedIn };
}
