import type { User } from "../people.ts";
import { findTeam, findUser, findWorkspace, visibleUsers } from "./access.ts";
import { missingInput } from "./error.ts";
import { type Answer, type Call, halfPaged, list, record } from "./operation.ts";

export function getUser({ caller, param }: Call): Answer {
  return record(findUser(caller, param("user")));
}

/** Sorted by user ID. Without `workspace` only for those who have a single one. */
export function listUsers({ world, caller, query }: Call): Answer {
  const team = query.get("team");
  const workspace = query.get("workspace");
  if (team !== null) {
    return list(byGid(findTeam(world, caller, team).members));
  }
  if (workspace !== null) {
    return list(byGid(findWorkspace(world, caller, workspace).members));
  }
  if (caller.workspaces.length > 1) {
    throw missingInput("workspace");
  }
  return list(byGid(visibleUsers(caller)));
}

export function listUsersOfWorkspace({ world, caller, param }: Call): Answer {
  return halfPaged(byName(findWorkspace(world, caller, param("workspace")).members));
}

export function byName(users: readonly User[]): User[] {
  return users.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Digits without leading zeros: the longer one is the larger. */
function byGid(users: readonly User[]): User[] {
  return users.toSorted(
    (one, other) => one.gid.length - other.gid.length || (one.gid < other.gid ? -1 : 1),
  );
}
