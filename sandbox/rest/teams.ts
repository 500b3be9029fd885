import type { Workspace } from "../world.ts";
import { findTeam, findUser, findWorkspace } from "./access.ts";
import { missingInput, RestError } from "./error.ts";
import { type Answer, type Call, halfPaged, list } from "./operation.ts";
import { byName } from "./users.ts";

export function listTeamsOfWorkspace({ world, caller, param }: Call): Answer {
  const organization = findWorkspace(world, caller, param("workspace"));
  requireOrganization(organization);
  return list(world.teams.filter((team) => team.organization === organization));
}

export function listTeamsOfUser({ world, caller, query, param }: Call): Answer {
  const user = findUser(caller, param("user"));
  const gid = query.get("organization");
  if (gid === null) {
    throw missingInput("organization");
  }
  const organization = findWorkspace(world, caller, gid);
  requireOrganization(organization);
  const teams = world.teams.filter((team) => team.organization === organization);
  return list(teams.filter(({ members }) => members.includes(user)));
}

export function listUsersOfTeam({ world, caller, param }: Call): Answer {
  return halfPaged(byName(findTeam(world, caller, param("team")).members));
}

/** Only organizations have teams; the answer for another workspace is undocumented. */
function requireOrganization({ isOrganization }: Workspace): void {
  if (!isOrganization) {
    throw new RestError(400, "organization: Not an organization");
  }
}
