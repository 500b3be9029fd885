import { serviceAccount, type User } from "../people.ts";
import { findToken } from "../provider/grants.ts";
import type { Provider } from "../provider/provider.ts";
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

/** @throws RestError 401 for a missing, unknown or expired token */
export function authenticate(
  provider: Provider,
  world: World,
  authorization: string | undefined,
): Caller {
  const { userGid, scopes, workspaces } = accessTokenOf(provider, authorization).grant;
  const user = world.users.find(({ gid }) => gid === userGid);
  if (!user) {
    throw new RestError(401, "Not Authorized");
  }
  const seesEverything = user === serviceAccount;
  const own = seesEverything
    ? world.workspaces.filter(({ isOrganization }) => isOrganization)
    : workspacesOf(world, userGid);
  return {
    user,
    workspaces: workspaces === "all" ? own : own.filter(({ gid }) => workspaces.includes(gid)),
    seesEverything,
    scopes: scopes.includes("default") ? null : new Set(scopes),
  };
}

/**
 * @param authorization the header
 * @throws RestError 401
 * @see Asana, "Errors"; the text for an expired token is documented at "OAuth"
 */
export function accessTokenOf(provider: Provider, authorization = "") {
  const token = findToken(provider, /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
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

/** @throws RestError naming the scope; status and words are undocumented */
export function requireScope({ scopes }: Caller, scope: string, { switches }: Provider): void {
  if (scopes && !scopes.has(scope)) {
    const message = `Forbidden: this token lacks the scope ${scope}`;
    throw switches.scopeStatus === 401 ? new RestError(401, message) : forbidden(message);
  }
}

/** @returns the workspaces that somebody is a member of */
export function workspacesOf(world: World, userGid: string): Workspace[] {
  return world.workspaces.filter(({ members }) => members.some(({ gid }) => gid === userGid));
}
