import type { Permission } from "../../permissions.ts";
import type { Notice } from "../page/link.ts";
import { signInPath } from "../sign-in/sign-in-address.ts";

/** The address of a link that asks the person at Asana for a permission, and leads back. */
export function permissionAddress({ name }: Permission, returnTo: string): string {
  return `${signInPath}?${new URLSearchParams({ allow: name, returnTo })}`;
}

/** The notice on a page that needs a permission: the reason, and the link. */
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
