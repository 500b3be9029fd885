import type { KeptTokens } from "../../auth/tokens.ts";
import { isGranted, type Permission } from "../../permissions.ts";
import type { SignedIn } from "../../sessions/session.ts";
import type { Dependencies } from "../dependencies.ts";
import { accessEnded } from "../errors/failure-words.ts";
import type { Feature } from "../feature.ts";
import type { Notice } from "../page/link.ts";
import { allowedPhotoUrl, initialsOf } from "../page/photo.ts";
import { scopeInWords } from "../page/scope-words.ts";
import { fromNow, inWords } from "../page/times.ts";
import { permissionAddress } from "../who-may/permission-request.ts";
import type { Account } from "./account.ts";

/** The model of `views/profile.ejs`. */
export type ProfilePage = ReturnType<typeof profilePage>;

/** A person, what the app read about them at Asana, and the tokens that it keeps for them. */
export type ProfileFacts = SignedIn & {
  readonly account: Account;
  readonly kept: KeptTokens | undefined;
  readonly note: Notice | undefined;
  readonly links: readonly NonNullable<Feature["profileLink"]>[];
};

/** Puts the profile of a signed-in person into words. */
export function profilePage(
  facts: ProfileFacts,
  { config, now, permissions }: Pick<Dependencies, "config" | "now" | "permissions">,
) {
  const { name, email, subject, issuer, picture, account, kept, links } = facts;
  const scope = kept?.scope ?? "";
  const problem = account.workspacesProblem;
  return {
    title: "Your profile",
    name,
    email,
    subject,
    issuer,
    links,
    initials: initialsOf(name),
    photoUrl: allowedPhotoUrl(picture, config.asana.issuer),
    workspaces: account.workspaces,
    // Without any access, another notice has said so already.
    workspacesNotice: problem && kept?.tokens && workspacesNotices[problem],
    notices: [facts.note, kept?.tokens ? undefined : accessEnded("/profile")].filter(
      (notice) => notice !== undefined,
    ),
    grantedScopes: scope
      .split(" ")
      .filter(Boolean)
      .map((each) => ({ scope: each, words: scopeInWords(each) })),
    scopesNotice: kept?.tokens ? scopesNotices[account.access] : scopesNotices.ended,
    /** What each part of the app needs, and whether it has it. */
    needs: kept?.tokens ? permissions.map((permission) => needOf(permission, scope)) : [],
    readAt: inWords(account.readAt),
    accessTokenExpiry: expiryInWords(kept, now()),
    refreshes: timesInWords(kept?.refreshes ?? 0),
    claims: Object.entries(facts.idTokenClaims).map(([name, value]) => ({
      name,
      value: typeof value === "string" ? value : JSON.stringify(value),
    })),
    asanaAddress: new URL(config.asana.issuer).origin,
  };
}

const workspacesNotices: Record<NonNullable<Account["workspacesProblem"]>, Notice> = {
  "scope-missing": {
    text: "This app may not see your workspaces: it was not given workspaces:read.",
  },
  "access-ended": accessEnded("/profile"),
  "asana-failed": {
    text: "Asana did not name your workspaces this time. Press Read again to ask once more.",
  },
};

const scopesNotices = {
  active: undefined,
  ended: "Asana says that this app's access has ended. These are the permissions that it had.",
  unknown: "Asana could not be asked. These are the permissions that the app knows of.",
};

function needOf(permission: Permission, granted: string) {
  const { page, scope } = permission;
  const allowAddress = permissionAddress(permission, "/profile");
  return { page, scope, isGranted: isGranted(permission, granted), allowAddress };
}

function expiryInWords(kept: KeptTokens | undefined, now: number): string {
  if (!kept?.tokens) return "it has ended";
  const { accessTokenExpiresAt, refreshToken } = kept.tokens;
  const at = `${inWords(accessTokenExpiresAt)}, ${fromNow(accessTokenExpiresAt, now)}`;
  return refreshToken ? `${at}; it is renewed when needed` : `${at}; then you sign in again`;
}

function timesInWords(count: number): string {
  if (count === 0) return "not yet";
  return count === 1 ? "once" : `${count} times`;
}
