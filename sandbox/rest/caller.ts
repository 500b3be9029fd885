import type { AuditContext } from "../audit-log.ts";
import { findClient } from "../clients.ts";
import { serviceAccount, type User } from "../people.ts";
import { findToken } from "../provider/grants.ts";
import type { Provider } from "../provider/provider.ts";
import type { Workspace, World } from "../world.ts";
import { RestError } from "./error.ts";

/** Whoever a bearer token acts as, and how far it reaches. */
export interface Caller {
  readonly user: User;
  readonly workspaces: readonly Workspace[];
  /** A service account sees private objects too. */
  readonly isServiceAccount: boolean;
  /** How it proves who it is, as the audit log tells. */
  readonly context: AuditContext;
  /** null: not limited by scopes (personal access token, service account, `default`). */
  readonly scopes: ReadonlySet<string> | null;
}

/** @throws RestError 401 for a missing, unknown or expired token */
export function authenticate(
  provider: Provider,
  world: World,
  authorization: string | undefined,
): Caller {
  const { userGid, clientId, scopes, workspaces } = accessTokenOf(provider, authorization).grant;
  const user = world.users.find(({ gid }) => gid === userGid);
  if (!user) {
    throw new RestError(401, "Not Authorized");
  }
  const isServiceAccount = user === serviceAccount;
  const own = isServiceAccount
    ? world.workspaces.filter(({ isOrganization }) => isOrganization)
    : workspacesOf(world, userGid);
  return {
    user,
    workspaces: workspaces === "all" ? own : own.filter(({ gid }) => workspaces.includes(gid)),
    isServiceAccount,
    context: contextOf(provider, clientId, isServiceAccount),
    scopes: scopes.includes("default") ? null : new Set(scopes),
  };
}

function contextOf(
  { state }: Provider,
  clientId: string | null,
  isServiceAccount: boolean,
): AuditContext {
  if (isServiceAccount) {
    return { method: "service_account" };
  }
  const appName = findClient(state, clientId)?.name;
  return appName === undefined ? { method: "personal_access_token" } : { method: "oauth", appName };
}

/**
 * @param authorization the header
 * @throws RestError 401
 * @see Asana, "Errors"; the text for an expired token is documented at "OAuth"
 */
export function accessTokenOf(provider: Provider, authorization = "") {
  const token = findToken(provider, bearerOf(authorization));
  if (token?.kind !== "access") {
    throw new RestError(401, "Not Authorized");
  }
  if (!token.isActive) {
    throw new RestError(
      401,
      "The bearer token has expired. If you have a refresh token, please use it to request a " +
        "new bearer token, otherwise allow the user to re-authenticate.",
    );
  }
  return token;
}

/** @returns the token in an `Authorization` header, empty when there is none */
export function bearerOf(authorization = ""): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
}

/** @throws RestError when the caller's token has scopes, and not this one */
export function requireScope({ scopes }: Caller, scope: string, provider: Provider): void {
  if (scopes && !scopes.has(scope)) {
    throw missingScope(scope, provider);
  }
}

/** @throws RestError when the caller may not use an operation at all, whatever it is about */
export function requireAccess(
  caller: Caller,
  operation: { readonly scope: string | null; readonly isForServiceAccounts?: boolean },
  provider: Provider,
): void {
  const { scope, isForServiceAccounts } = operation;
  if (isForServiceAccounts && !caller.isServiceAccount) {
    throw new RestError(provider.switches.saStatus, "Only service accounts may do this.");
  }
  if (scope !== null) {
    requireScope(caller, scope, provider);
  } else if (caller.scopes) {
    throw new RestError(403, "No scope covers this: it takes full permissions.");
  }
}

/** @returns the refusal that names the scope; status and words are undocumented */
export function missingScope(scope: string, { switches }: Provider): RestError {
  return new RestError(switches.scopeStatus, `Forbidden: this token lacks the scope ${scope}`);
}

/** @returns the workspaces that somebody is a member of */
export function workspacesOf(world: World, userGid: string): Workspace[] {
  return world.workspaces.filter(({ members }) => members.some(({ gid }) => gid === userGid));
}
