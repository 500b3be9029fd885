import type { KeptTokens } from "../../auth/token-ledger.ts";
import { isGranted, type Permission } from "../../permissions.ts";
import type { SignedIn } from "../../sessions/session.ts";
import type { Dependencies } from "../dependencies.ts";
import { accessEnded } from "../errors/access-ended.ts";
import type { Feature } from "../feature.ts";
import type { Notice } from "../page/link.ts";
import { allowedPhotoUrl, initialsOf } from "../page/photo.ts";
import { scopeInWords } from "../page/scope-words.ts";
import type { Page } from "../page/show.ts";
import { fromNow, inWords } from "../page/times.ts";
import { permissionAddress } from "../who-may/permission-request.ts";
import type { Account } from "./account.ts";

/** The profile page, ready to show. */
export interface ProfilePage extends Page {
  readonly name: string;
  readonly email: string | undefined;
  readonly subject: string;
  readonly issuer: string;
  readonly initials: string;
  readonly photoUrl: string | undefined;
  readonly workspaces: readonly { readonly name: string; readonly gid: string }[];
  readonly workspacesNotice: Notice | undefined;
  readonly notices: readonly Notice[];
  readonly grantedScopes: readonly { readonly scope: string; readonly words: string }[];
  readonly scopesNotice: string | undefined;
  /** What each part of the app needs, and whether it has it. */
  readonly needs: readonly {
    readonly page: string;
    readonly scope: string;
    readonly isGranted: boolean;
    readonly allowAddress: string;
  }[];
  readonly readAt: string;
  readonly accessTokenExpiry: string;
  readonly refreshes: string;
  readonly claims: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly NonNullable<Feature["profileLink"]>[];
  readonly asanaAddress: string;
}

/** A person, what was read of them at Asana, and the tokens that are kept for them. */
export type ProfileFacts = SignedIn & {
  readonly account: Account;
  readonly kept: KeptTokens | undefined;
  readonly note: Notice | undefined;
  readonly links: ProfilePage["links"];
};

/** Puts the page of a person who is signed in into words. */
export function profilePage(
  facts: ProfileFacts,
  { config, now, permissions }: Pick<Dependencies, "config" | "now" | "permissions">,
): ProfilePage {
  const { account, kept } = facts;
  const scope = kept?.scope ?? "";
  return {
    title: "Your profile",
    name: facts.name,
    email: facts.email,
    subject: facts.subject,
    issuer: facts.issuer,
    initials: initialsOf(facts.name),
    photoUrl: allowedPhotoUrl(facts.picture, config.asana.issuer),
    workspaces: account.workspaces,
    workspacesNotice: workspacesNotice(account, kept),
    notices: [facts.note, kept?.tokens ? undefined : accessEnded("/profile")].filter(
      (notice) => notice !== undefined,
    ),
    grantedScopes: scope
      .split(" ")
      .filter(Boolean)
      .map((each) => ({ scope: each, words: scopeInWords(each) })),
    scopesNotice: kept?.tokens ? scopesNotices[account.access] : scopesNotices.ended,
    needs: kept?.tokens ? needsOf(scope, permissions) : [],
    readAt: inWords(account.readAt),
    accessTokenExpiry: expiryInWords(kept, now()),
    refreshes: timesInWords(kept?.refreshes ?? 0),
    claims: Object.entries(facts.idTokenClaims).map(([name, value]) => ({
      name,
      value: typeof value === "string" ? value : JSON.stringify(value),
    })),
    links: facts.links,
    asanaAddress: new URL(config.asana.issuer).origin,
  };
}

/** Without any access the page has said so already. */
function workspacesNotice(
  { workspacesProblem }: Account,
  kept: KeptTokens | undefined,
): Notice | undefined {
  return workspacesProblem && kept?.tokens ? workspacesNotices[workspacesProblem] : undefined;
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
  unknown: "Asana could not be asked. These are the permissions that the app knows of.",
};

function needsOf(granted: string, permissions: readonly Permission[]): ProfilePage["needs"] {
  return permissions.map((permission) => ({
    page: permission.page,
    scope: permission.scope,
    isGranted: isGranted(permission, granted),
    allowAddress: permissionAddress(permission, "/profile"),
  }));
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
