import type { WorkspaceMembership } from "../world.ts";
import { findUser, findWorkspace } from "./access.ts";
import { tellAuditLog } from "./audit-log-events.ts";
import type { Caller } from "./caller.ts";
import { forbidden, missingInput } from "./error.ts";
import { textIn } from "./input.ts";
import { type Answer, type Call, list, nothing } from "./operation.ts";

/** Those who left are in it. */
export function listMemberships({ world, caller, query, param }: Call): Answer {
  const workspace = findWorkspace(world, caller, param("workspace"));
  const memberships = world.memberships.filter((one) => one.workspace === workspace);
  const who = query.get("user");
  const user = who === null ? undefined : findUser(caller, who);
  return list(memberships.filter((one) => user === undefined || one.user === user));
}

/** For administrators of the workspace, and service accounts. Their tasks lose their assignee. */
export function removeUser(call: Call): Answer {
  const { world, caller, data, param } = call;
  const workspace = findWorkspace(world, caller, param("workspace"));
  const who = textIn(data, "user");
  if (who === undefined) {
    throw missingInput("user");
  }
  const memberships = world.memberships.filter((one) => one.workspace === workspace);
  if (!isAdministrator(caller, memberships)) {
    throw forbidden();
  }
  const user = findUser(caller, who);
  workspace.members = workspace.members.filter((one) => one !== user);
  for (const membership of memberships) {
    if (membership.user === user) {
      membership.isActive = false;
    }
  }
  for (const task of world.tasks.all()) {
    if (task.workspace === workspace && task.assignee === user) {
      task.assignee = null;
    }
  }
  tellAuditLog(call, { type: "user_deprovisioned", category: "user_updates", resource: user });
  return nothing;
}

function isAdministrator(caller: Caller, memberships: readonly WorkspaceMembership[]): boolean {
  const own = memberships.find(({ user, isActive }) => isActive && user === caller.user);
  return caller.isServiceAccount || own?.isAdmin === true;
}
