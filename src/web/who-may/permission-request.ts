import { everyScope, type Permission, permissions } from "../../permissions.ts";
import type { Notice } from "../page/link.ts";
import { signInPath } from "../sign-in/sign-in-address.ts";

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
