import { missingScope } from "../asana/scopes.ts";
import { storyScopes } from "../asana/stories.ts";
import { taskScopes } from "../asana/tasks.ts";
import { workspaceScope } from "../asana/workspaces.ts";
import type { Notice } from "./link.ts";
import { signInPath } from "./sign-in-address.ts";

/** What parts of the app need beyond knowing who somebody is. */
export type Permission = keyof typeof permissions;

/** Each is asked for on the page that needs it, when it is needed (RFC 9700, 2.3). */
export const permissions = {
  "see-tasks": {
    scope: `${workspaceScope} ${taskScopes.read}`,
    page: "Your tasks",
    why: "This page needs permissions that the app was not given: to see your workspaces and tasks.",
  },
  "change-tasks": {
    scope: taskScopes.write,
    page: "Create, rename, complete tasks",
    why: "To create, rename and complete tasks in your name, this app needs to be able to change tasks.",
  },
  comments: {
    scope: `${storyScopes.read} ${storyScopes.write}`,
    page: "Comments",
    why: "To show comments and write them in your name, this app needs to see and write comments.",
  },
  "delete-tasks": {
    scope: taskScopes.delete,
    page: "Delete tasks",
    why: "To delete a task in your name, this app needs to be able to delete tasks.",
  },
} as const satisfies Record<string, { scope: string; page: string; why: string }>;

export function isPermission(text: string | null): text is Permission {
  return text !== null && Object.hasOwn(permissions, text);
}

export function isGranted(permission: Permission, grantedScope: string): boolean {
  return missingScope(grantedScope, permissions[permission].scope) === "";
}

/** The address of a link that asks Asana's consent to a permission, and leads back. */
export function permissionAddress(permission: Permission, returnTo: string): string {
  return `${signInPath}?${new URLSearchParams({ allow: permission, returnTo })}`;
}

/** Asks for a permission where it is needed, with the reason. */
export function permissionNotice(permission: Permission, returnTo: string): Notice {
  return {
    text: `${permissions[permission].why} (${permissions[permission].scope})`,
    link: {
      href: permissionAddress(permission, returnTo),
      label: "Allow it at Asana",
      about: permissions[permission].page,
    },
  };
}

/**
 * The scope of an authorization request. A new one replaces what was granted before, it does not
 * add, so it carries what is granted as well, as far as the app still asks for it. With full
 * permissions there is nothing to add, and Asana refuses a mixture.
 *
 * @param configured what a sign-in asks for
 * @param granted what the person who is signed in has granted, if somebody is
 * @param permission what a page needs; ignored for whoever is not signed in
 * @see Asana's page "OAuth", "OAuth scopes"
 */
export function requestedScope(options: {
  readonly configured: string;
  readonly granted: string | undefined;
  readonly permission: Permission | undefined;
}): string {
  const { configured, granted, permission } = options;
  if (granted === undefined || configured.split(" ").includes("default")) return configured;
  const needed = permission ? `openid ${permissions[permission].scope}` : configured;
  const ours = everyScope(configured);
  const kept = granted.split(" ").filter((scope) => ours.includes(scope));
  return [...new Set([...kept, ...needed.split(" ")])].join(" ");
}

/** Whatever the app may ever ask for. */
export function everyScope(configured: string): readonly string[] {
  const needed = Object.values(permissions).map(({ scope }) => scope);
  return [configured, ...needed].flatMap((scope) => scope.split(" "));
}
