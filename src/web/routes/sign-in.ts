import { type Request, type Response, Router } from "express";
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
import { signInPath } from "../sign-in-address.ts";

/** The authorization-code flow as the browser sees it: out to Asana, and back. */
export function signInRoutes(dependencies: Dependencies): Router {
  const { config, provider, sessions } = dependencies;
  const browser = browserCookie(config.isHttps);
  const router = Router();

  /** The attempt that an authorization response answers; none for whoever is signed in already. */
  function takeAttempt(request: Request, response: Response): SignInAttempt | undefined {
    const state = queryOf(request).get("state");
    const browserId = browser.read(request);
    const attempt = browserId && state && sessions.attempts.take(browserId, state);
    if (attempt) return attempt;
    if (request.session.signedIn) return undefined;
    if (browserId || !state) throw new SignInError("sign-in-expired");
    browser.probe(response);
    throw new SignInError("sign-in-not-started-here");
  }

  router
    .route(signInPath)
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
      const attempt = takeAttempt(request, response);
      if (!attempt) {
        response.redirect(303, "/"); // Back, a reload or a bookmark: they are where they wanted to be
        return;
      }

      response.locals.returnTo = attempt.returnTo;
      const { log } = response.locals;
      const currentUrl = new URL(`${config.redirectUri}?${queryOf(request)}`);
      const result = await withinPageTime(
        completeSignIn({ ...dependencies, currentUrl, attempt, log }),
        { pageTimeMs: dependencies.pageTimeMs, tooLate: () => new SignInError("provider-slow") },
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
