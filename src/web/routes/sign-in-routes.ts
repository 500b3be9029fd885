import { type Request, type Response, Router } from "express";
import {
  createAuthorizationRequest,
  type SignInAttempt,
} from "../../auth/authorization-request.ts";
import { exchangeCode } from "../../auth/code-exchange.ts";
import type { SignInRecorder } from "../../auth/record/sign-in-recorder.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import type { Tokens } from "../../auth/tokens.ts";
import { fetchUserInfo } from "../../auth/userinfo.ts";
import { signInRecording } from "../../features/what-happened/recording.ts";
import { permissionNamed } from "../../permissions.ts";
import { startSession } from "../../sessions/current-session.ts";
import type { SignedIn } from "../../sessions/session.ts";
import { startPageTime } from "../asana-calls/page-time.ts";
import type { Dependencies } from "../dependencies.ts";
import { errorPath } from "../errors/error-address.ts";
import type { Pages } from "../feature.ts";
import { queryOf, withQuery } from "../page/query.ts";
import { requireAllowedWorkspace } from "../sign-in/allowed-workspaces.ts";
import { browserCookie } from "../sign-in/browser-cookie.ts";
import { callbackPath, signInPath } from "../sign-in/sign-in-address.ts";
import { startedFrom } from "../sign-in/started-from.ts";
import { requestedScope } from "../who-may/permission-request.ts";
import { page } from "../who-may/row.ts";

/** The authorization-code flow as the browser sees it: out to Asana, and back. */
export function signInPages(_watch: unknown): Pages {
  return {
    rows: [
      page(signInPath, "anybody", { hasNoHead: true }), // a link checker must not start a sign-in
      page(callbackPath, "anybody", { hasNoHead: true }), // nor use one up
    ],
    routes: (dependencies) => signInRoutes(dependencies),
  };
}

function signInRoutes(dependencies: Dependencies): Router {
  const { config, provider, sessions, permissions } = dependencies;
  const browser = browserCookie(config.isHttps);
  const recording = signInRecording(dependencies);
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

  function grantedScope(request: Request): string | undefined {
    return request.session.signedIn && sessions.tokens.read(request.sessionID)?.scope;
  }

  router.route(signInPath).get(async (request, response) => {
    const query = queryOf(request);
    const returnTo = confineReturnTo(query.get("returnTo"), {
      baseUrl: config.baseUrl,
      fallback: "/profile",
    });
    response.locals.returnTo = returnTo;
    const permission = request.session.signedIn
      ? permissionNamed(query.get("allow"), permissions)
      : undefined;
    const { attempt, url } = await createAuthorizationRequest({
      provider,
      redirectUri: config.redirectUri,
      scope: requestedScope({
        configured: config.asana.scope,
        granted: grantedScope(request),
        permission,
        permissions,
      }),
      returnTo,
      isForMore: permission !== undefined,
      recorder: recording.begin(),
    });

    sessions.attempts.add(browser.identify(request, response), attempt);
    response.locals.log.info("sign-in.started");
    response.redirect(302, url);
  });

  router.route(callbackPath).get(async (request, response) => {
    const attempt = takeAttempt(request, response);
    if (!attempt) {
      response.redirect(303, "/"); // Back, a reload or a bookmark: they are where they wanted to be
      return;
    }

    response.locals.returnTo = attempt.returnTo;
    const { log } = response.locals;
    const currentUrl = new URL(`${config.redirectUri}?${queryOf(request)}`);
    const recorder = recording.goOn(attempt, currentUrl);
    const result = await startPageTime(dependencies.pageTimeMs)
      .within(
        completeSignIn({ ...dependencies, currentUrl, attempt, log, recorder }),
        () => new SignInError("provider-slow"),
      )
      .catch((why) => {
        recording.keepFailed(recorder, { request, log, why, location: errorPath });
        throw why;
      });
    if (result.outcome === "declined") {
      log.info({ code: result.code.slice(0, 50) }, "sign-in.declined");
      const location = afterNo(attempt);
      recording.keepFailed(recorder, { request, log, why: "declined", location });
      response.redirect(303, location);
      return;
    }
    const { signedIn, tokens } = result;
    await startSession(request, {
      signedIn: { ...signedIn, startedFrom: startedFrom(request) },
      tokens,
      sessions,
    });
    recording.keep(recorder, { request, log, location: attempt.returnTo });
    log.info("sign-in.completed");
    response.redirect(303, attempt.returnTo);
  });

  return router;
}

/** Whoever says no to more goes on without; whoever says no to signing in starts from the beginning. */
function afterNo({ isForMore, returnTo }: SignInAttempt): string {
  return isForMore
    ? withQuery(returnTo, { note: "not-allowed" })
    : withQuery("/", { note: "cancelled", returnTo });
}

type SignInResult =
  | { readonly outcome: "declined"; readonly code: string }
  | {
      readonly outcome: "signed-in";
      readonly signedIn: Omit<SignedIn, "startedFrom">;
      readonly tokens: Tokens;
    };

/** From the authorization response to the person: code exchange, may they come in, UserInfo. */
async function completeSignIn(
  options: Pick<Dependencies, "config" | "provider" | "background" | "log" | "now"> & {
    readonly currentUrl: URL;
    readonly attempt: SignInAttempt;
    readonly recorder: SignInRecorder | undefined;
  },
): Promise<SignInResult> {
  const { provider, log, recorder } = options;
  const exchange = await exchangeCode(options);
  if (exchange.outcome === "declined") return exchange;
  const { idTokenClaims, tokens, user } = exchange;
  await requireAllowedWorkspace(tokens, options);
  const userInfo = await fetchUserInfo({
    provider,
    accessToken: tokens.accessToken,
    subject: idTokenClaims.sub,
    log,
    recorder,
  });

  const signedIn = {
    issuer: idTokenClaims.iss,
    subject: idTokenClaims.sub,
    name: userInfo?.name ?? user.name ?? "Somebody without a name at Asana",
    email: userInfo?.email ?? user.email,
    picture: userInfo?.picture,
    idTokenClaims,
  };
  return { outcome: "signed-in", signedIn, tokens };
}
