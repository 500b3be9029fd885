import type { Request } from "express";
import { permissionNamed } from "../../permissions.ts";
import type { Dependencies } from "../dependencies.ts";
import { queryOf } from "../page/query.ts";
import { requestedScope } from "../who-may/permission-request.ts";

/**
 * What a sign-in asks for: the configured scope, and for a signed-in person what is granted already
 * and the permission that a page wants. A stranger's link adds nothing.
 *
 * @throws StoreError
 */
export function wantedScope(
  request: Request,
  { config, sessions, permissions }: Pick<Dependencies, "config" | "sessions" | "permissions">,
): { readonly scope: string; readonly isForMore: boolean } {
  const allow = queryOf(request).get("allow");
  const { signedIn } = request.session;
  const permission = signedIn && permissionNamed(allow, permissions);
  const granted = signedIn && sessions.tokens.read(request.sessionID)?.scope;
  const configured = config.asana.scope;
  const scope = requestedScope({ configured, granted, permission, permissions });
  return { scope, isForMore: permission !== undefined };
}
