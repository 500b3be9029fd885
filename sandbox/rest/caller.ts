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

/** @returns the refusal that names the scope; status and words are undocumented */
export function missingScope(scope: string, { switches }: Provider): RestError {
  return new RestError(switches.scopeStatus, `Forbidden: this token lacks the scope ${scope}`);
}

/** @returns the workspaces that somebody is a member of */
export function workspacesOf(world: World, userGid: string): Workspace[] {
  return world.workspaces.filter(({ members }) => members.some(({ gid }) => gid === userGid));
}
