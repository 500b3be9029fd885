import type { RequestHandler } from "express";
import { isGranted, type Permission } from "../../permissions.ts";
import type { Dependencies } from "../dependencies.ts";
import { addressToReturnTo } from "../forms/address-to-return-to.ts";
import type { Notice } from "../page/link.ts";
import { notAllowedNote } from "../page/not-allowed-note.ts";
import { type Page, pageView } from "../page/show.ts";
import { permissionNotice } from "./permission-request.ts";

interface PermissionNeededPage extends Page {
  readonly notices: readonly Notice[];
}

const show = pageView<PermissionNeededPage>("permission-needed");

/**
 * Shows a page only to people who gave its permission. The others read why the page needs it, with
 * the link that asks Asana for it and leads back.
 */
export function requirePermission(
  permission: Permission,
  { sessions }: Pick<Dependencies, "sessions">,
): RequestHandler {
  return (request, response, next) => {
    const scope = sessions.tokens.read(request.sessionID)?.scope ?? "";
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
