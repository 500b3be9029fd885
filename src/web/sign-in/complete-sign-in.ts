import { exchangeCode } from "../../auth/code-exchange.ts";
import type { SignInAttempt } from "../../auth/sign-in-attempt.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import type { SignInObserver } from "../../auth/sign-in-observer.ts";
import type { Tokens } from "../../auth/tokens.ts";
import { fetchUserInfo } from "../../auth/userinfo.ts";
import { startTimeLimit } from "../../limits/time-limit.ts";
import type { SignedIn } from "../../sessions/session.ts";
import type { Dependencies } from "../dependencies.ts";
import { requireAllowedWorkspace } from "./allowed-workspaces.ts";

/** How a sign-in ended, before its session starts. */
export type SignInResult =
  | { readonly outcome: "declined"; readonly code: string }
  | {
      readonly outcome: "signed-in";
      readonly signedIn: Omit<SignedIn, "startedFrom">;
      readonly tokens: Tokens;
    };

type Options = Pick<
  Dependencies,
  "config" | "provider" | "background" | "log" | "now" | "pageTimeMs"
> & {
  /** The redirect URI with the query of this request. */
  readonly currentUrl: URL;
  readonly attempt: SignInAttempt;
  readonly observer: SignInObserver | undefined;
};

/**
 * Code exchange, workspace check, UserInfo: all that happens before the session starts. Throws
 * SignInError `provider-slow` when that takes longer than a page may, and each other kind.
 */
export async function completeSignIn(options: Options): Promise<SignInResult> {
  return startTimeLimit(options.pageTimeMs()).wait(complete(options), () => {
    throw new SignInError("provider-slow");
  });
}

async function complete(options: Options): Promise<SignInResult> {
  const { provider, log, observer } = options;
  const answered = await exchangeCode(options);
  if (answered.outcome === "declined") return answered;
  const { idTokenClaims, tokens, user } = answered;
  await requireAllowedWorkspace(tokens, options);
  const userInfo = await fetchUserInfo({
    provider,
    accessToken: tokens.accessToken,
    subject: idTokenClaims.sub,
    log,
    observer,
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
