import { everyScope, type Permission } from "../../permissions.ts";
import type { Notice } from "../page/link.ts";
import { signInPath } from "../sign-in/sign-in-address.ts";

/** The address of a link that asks Asana's consent to a permission, and leads back. */
export function permissionAddress({ name }: Permission, returnTo: string): string {
  return `${signInPath}?${new URLSearchParams({ allow: name, returnTo })}`;
}

/** Asks for a permission where it is needed, with the reason. */
export function permissionNotice(permission: Permission, returnTo: string): Notice {
  return {
    text: `${permission.why} (${permission.scope})`,
    link: {
      href: permissionAddress(permission, returnTo),
      label: "Allow it at Asana",
      about: permission.page,
    },
  };
}

/**
 * The scope of an authorization request. A new one replaces what was granted before, it does not
 * add, so it carries what is granted as well, as far as the app still asks for it. With full
 * permissions there is nothing to add, and Asana refuses a mixture.
 *
 * @param configured what a sign-in asks for
 * @param granted what the person who is signed in has granted; undefined for a stranger
 * @param permission what a page needs; ignored for a stranger
 * @param permissions what the app's pages may ask for
 * @returns space-separated
 * @see Asana's page "OAuth", "OAuth scopes"
 */
export function requestedScope(options: {
  readonly configured: string;
  readonly granted: string | undefined;
  readonly permission: Permission | undefined;
  readonly permissions: readonly Permission[];
}): string {
  const { configured, granted, permission, permissions } = options;
  if (granted === undefined || configured.split(" ").includes("default")) return configured;
  const needed = permission ? `openid ${permission.scope}` : configured;
  const ours = everyScope(configured, permissions);
  const kept = granted.split(" ").filter((scope) => ours.includes(scope));
  return [...new Set([...kept, ...needed.split(" ")])].join(" ");
}
