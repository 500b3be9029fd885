import type { Request } from "express";
import type { Dependencies } from "../dependencies.ts";
import { queryOf } from "../page/query.ts";
import { requestedScope } from "./requested-scope.ts";

/** What this sign-in asks for. A stranger's link adds nothing to the setting. */
export function wantedScope(
  request: Request,
  { config, sessions, permissions }: Pick<Dependencies, "config" | "sessions" | "permissions">,
): { readonly scope: string; readonly isForMore: boolean } {
  const allow = queryOf(request).get("allow");
  const { signedIn } = request.session;
  const permission = signedIn && permissions.find(({ name }) => name === allow);
  const granted = signedIn && sessions.readWith(request.session).tokens()?.scope;
  const configured = config.asana.scope;
  const scope = requestedScope({ configured, granted, permission, permissions });
  return { scope, isForMore: permission !== undefined };
}
