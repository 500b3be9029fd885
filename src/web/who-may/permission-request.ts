import type { RequestHandler } from "express";
import { isGranted, type Permission } from "../../permissions.ts";
import type { Dependencies } from "../dependencies.ts";
import { addressToReturnTo } from "../forms/form-result.ts";
import type { Notice } from "../page/link.ts";
import { type Page, pageView } from "../page/show.ts";
import { notAllowedNote } from "../sign-in/after-no.ts";
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

const show = pageView<Page & { readonly notices: readonly Notice[] }>("permission-needed");

/**
 * Shows a page only to people who gave its permission. The others read why the page needs it, with
 * the link that asks Asana for it and leads back.
 *
 * @throws TypeError for a permission that no feature lists: a person could never give it
 */
export function requirePermission(
  permission: Permission,
  { sessions, permissions }: Pick<Dependencies, "sessions" | "permissions">,
): RequestHandler {
  if (!permissions.includes(permission)) {
    throw new TypeError(`permission ${permission.name}: no feature lists it in its permissions`);
  }
  return (request, response, next) => {
    const scope = sessions.readWith(request.session).tokens()?.scope ?? "";
    if (isGranted(permission, scope)) return next();
    const note = notAllowedNote(request);
    show(response, {
      title: "This page needs a permission",
      notices: [
        ...(note ? [note] : []),
        permissionNotice(permission, addressToReturnTo(request, undefined)),
      ],
    });
  };
}
