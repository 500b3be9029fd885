import { botUser, serviceAccount, type User } from "../people.ts";
import { findCredential } from "../provider/grants.ts";
import type { Provider } from "../provider/provider.ts";
import { bearerToken } from "../provider/userinfo.ts";
import type { ReachableWorkspaces } from "../state.ts";
import type { Workspace, World } from "../world.ts";
import { forbidden, RestError } from "./error.ts";

/** Whoever a bearer token acts as, and how far it reaches. */
export interface Caller {
  readonly user: User;
  readonly workspaces: readonly Workspace[];
  /** A service account sees private objects too. */
  readonly seesEverything: boolean;
  /** null: not limited by scopes (personal access token, service account, `default`). */
  readonly scopes: ReadonlySet<string> | null;
}

/**
 * @throws RestError 401 for a missing, unknown or expired token
 * @see Asana, "Errors"; the text for an expired token is documented at "OAuth"
 */
export function authenticate(
  provider: Provider,
  world: World,
  authorization: string | undefined,
): Caller {
  const credential = findCredential(provider, bearerToken(authorization));
  if (!credential || credential.kind === "refresh") {
    throw new RestError(401, "Not Authorized");
  }
  if (!credential.isActive) {
    throw new RestError(
      401,
      "The bearer token has expired. If you have a refresh token, please use it to request a " +
        "new bearer token, otherwise allow the user to re-authenticate.",
    );
  }
  if (credential.kind === "personal") {
    return caller(botUser, workspacesOf(world, botUser.gid), null);
  }
  if (credential.kind === "service") {
    const organizations = world.workspaces.filter((workspace) => workspace.isOrganization);
    return { ...caller(serviceAccount, organizations, null), seesEverything: true };
  }
  const { userGid, scopes, workspaces } = credential.grant;
  const user = world.users.find(({ gid }) => gid === userGid);
  if (!user) {
    throw new RestError(401, "Not Authorized");
  }
  const limits = scopes.includes("default") ? null : new Set(scopes);
  return caller(user, reachable(workspacesOf(world, userGid), workspaces), limits);
}

/** @throws RestError naming the scope; status and words are undocumented */
export function requireScope(
  { scopes }: Caller,
  scope: string,
  { switches }: Pick<Provider, "switches">,
): void {
  if (scopes && !scopes.has(scope)) {
    const message = `Forbidden: this token lacks the scope ${scope}`;
    throw switches.scopeStatus === 401 ? new RestError(401, message) : forbidden(message);
  }
}

/** @returns the workspaces that somebody is a member of */
export function workspacesOf(world: World, userGid: string): Workspace[] {
  return world.workspaces.filter(({ members }) => members.some(({ gid }) => gid === userGid));
}

function caller(
  user: User,
  workspaces: readonly Workspace[],
  scopes: ReadonlySet<string> | null,
): Caller {
  return { user, workspaces, scopes, seesEverything: false };
}

function reachable(all: readonly Workspace[], chosen: ReachableWorkspaces): readonly Workspace[] {
  return chosen === "all" ? all : all.filter(({ gid }) => chosen.includes(gid));
}
