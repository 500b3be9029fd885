import { Router } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { createAsanaClient } from "../../asana/client.ts";
import { listWorkspaces, listWorkspacesScope } from "../../asana/workspaces.ts";
import { introspect } from "../../auth/introspection.ts";
import { describeError } from "../../error-description.ts";
import { rememberAccount, signedInOf } from "../../sessions/current-session.ts";
import type { Account, SignedIn } from "../../sessions/session.ts";
import { accessEnded } from "../access-ended.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { requireCsrfToken } from "../middleware/csrf.ts";
import { readForm } from "../middleware/form.ts";
import { requireSignIn } from "../middleware/require-sign-in.ts";
import { type Notice, type ProfilePage, render } from "../pages.ts";
import { allowedPhotoUrl, initialsOf } from "../photo.ts";
import { covers, scopeInWords } from "../scopes.ts";
import { fromNow, inWords } from "../times.ts";

/** `GET /profile`: who Asana says you are, and what this app may do for you. */
export function profileRoutes(dependencies: Dependencies): Router {
  const router = Router();

  router
    .route("/profile")
    .get(requireSignIn(), async (request, response) => {
      const signedIn = signedInOf(request);
      const { log } = response.locals;
      const account = signedIn.account ?? (await readAccount(signedIn, { ...dependencies, log }));
      if (!signedIn.account) await rememberAccount(request, account);
      render(response, "profile", profilePage({ ...signedIn, account }, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));

  router
    .route("/profile/read-again")
    .post(readForm, requireSignIn("/profile"), requireCsrfToken, async (request, response) => {
      const { log } = response.locals;
      const account = await readAccount(signedInOf(request), { ...dependencies, log });
      await rememberAccount(request, account);
      response.redirect(303, "/profile");
    })
    .all(allowMethods("POST"));

  return router;
}

/** Asks Asana what it shows only here: workspaces and granted scopes, both at once. */
async function readAccount(
  signedIn: SignedIn,
  { config, provider, log, now, pageTimeMs }: Dependencies,
): Promise<Account> {
  const { accessToken, scope } = signedIn.tokens;
  const client = createAsanaClient({
    baseUrl: config.asana.apiBaseUrl,
    accessToken,
    signal: AbortSignal.timeout(pageTimeMs),
  });

  const [introspection, workspaces] = await Promise.all([
    introspect({ provider, token: accessToken, log }),
    covers(scope, listWorkspacesScope)
      ? listWorkspaces(client).catch((error) => {
          log.warn(describeError(error), "workspaces.failed");
          return workspacesProblem(error);
        })
      : ("scope-missing" as const),
  ]);
  return {
    ...(typeof workspaces === "string"
      ? { workspaces: [], workspacesProblem: workspaces }
      : { workspaces: workspaces.workspaces }),
    access: accessWords[introspection.outcome],
    scope: (introspection.outcome === "active" && introspection.scope) || scope,
    readAt: now(),
  };
}

const accessWords = { active: "active", inactive: "ended", unknown: "unknown" } as const;

function workspacesProblem(error: unknown): NonNullable<Account["workspacesProblem"]> {
  if (!(error instanceof AsanaApiError)) throw error;
  if (error.kind === "unauthorized") return "access-ended";
  return error.kind === "forbidden" ? "scope-missing" : "asana-failed";
}

const workspacesNotices: Record<NonNullable<Account["workspacesProblem"]>, Notice> = {
  "scope-missing": {
    text: "This app may not see your workspaces: it was not given workspaces:read.",
  },
  "access-ended": accessEnded("/profile"),
  "asana-failed": {
    text: "Asana did not tell your workspaces this time. Press Read again to ask once more.",
  },
};
const scopesNotices = {
  active: undefined,
  ended: "Asana says that this app's access has ended. These are the permissions that it had.",
  unknown: "Asana could not be asked. These are the permissions that the sign-in asked for.",
};

function profilePage(
  signedIn: SignedIn & { readonly account: Account },
  { config, now }: Pick<Dependencies, "config" | "now">,
): ProfilePage {
  const { account } = signedIn;
  const { accessTokenExpiresAt } = signedIn.tokens;
  return {
    title: "Your profile",
    name: signedIn.name,
    email: signedIn.email,
    subject: signedIn.subject,
    issuer: signedIn.issuer,
    initials: initialsOf(signedIn.name),
    photoUrl: allowedPhotoUrl(signedIn.picture, config.asana.issuer),
    workspaces: account.workspaces,
    workspacesNotice: account.workspacesProblem && workspacesNotices[account.workspacesProblem],
    grantedScopes: account.scope
      .split(" ")
      .filter(Boolean)
      .map((scope) => ({ scope, words: scopeInWords(scope) })),
    scopesNotice: scopesNotices[account.access],
    readAt: inWords(account.readAt),
    accessTokenExpiry: `${inWords(accessTokenExpiresAt)}, ${fromNow(accessTokenExpiresAt, now())}`,
    claims: Object.entries(signedIn.idTokenClaims).map(([name, value]) => ({
      name,
      value: typeof value === "string" ? value : JSON.stringify(value),
    })),
  };
}
