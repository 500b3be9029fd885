import type { Workspace, WorkspaceMembership, World } from "../world.ts";
import { findUser, findWorkspace, isNamed } from "./access.ts";
import { tellAuditLog } from "./audit-log-events.ts";
import type { Caller } from "./caller.ts";
import { forbidden, missingInput, unknownObject } from "./error.ts";
import { textIn } from "./input.ts";
import { type Answer, type Call, list, nothing } from "./operation.ts";

/** Those who left are in it. */
export function listMemberships({ world, caller, query, param }: Call): Answer {
  const memberships = membershipsOf(world, findWorkspace(world, caller, param("workspace")));
  const who = query.get("user");
  if (who === null) {
    return list(memberships);
  }
  const found = memberships.filter(({ user }) => isNamed(caller, who)(user));
  if (found.length === 0) {
    findUser(caller, who); // in another workspace, or nobody: then it throws
  }
  return list(found);
}

/**
 * For administrators of the workspace, and service accounts. The user is in no list any more, and
 * their tasks are nobody's.
 *
 * @throws RestError 403; 404 for those who are no members
 */
export function removeUser(call: Call): Answer {
  const { world, caller, data, param } = call;
  const workspace = findWorkspace(world, caller, param("workspace"));
  const who = textIn(data, "user");
  if (who === undefined) {
    throw missingInput("user");
  }
  const active = membershipsOf(world, workspace).filter(({ isActive }) => isActive);
  if (!isAdministrator(caller, active)) {
    throw forbidden();
  }
  const membership = active.find(({ user }) => isNamed(caller, who)(user));
  if (!membership) {
    throw unknownObject("user", who);
  }
  end(world, membership);
  const resource = membership.user;
  tellAuditLog(call, { type: "user_deprovisioned", category: "user_updates", resource });
  return nothing;
}

function end({ tasks, teams, projects }: World, membership: WorkspaceMembership): void {
  const { user, workspace } = membership;
  membership.isActive = false;
  for (const list of [
    workspace,
    ...teams.filter(({ organization }) => organization === workspace),
    ...projects.filter((project) => project.workspace === workspace),
  ]) {
    list.members = list.members.filter((member) => member !== user);
  }
  for (const task of [...tasks.ofAssignee(user)]) {
    if (task.workspace === workspace) {
      tasks.change(task, { assignee: null });
    }
  }
}

function membershipsOf({ memberships }: World, workspace: Workspace): WorkspaceMembership[] {
  return memberships.filter((membership) => membership.workspace === workspace);
}

function isAdministrator(caller: Caller, active: readonly WorkspaceMembership[]): boolean {
  return (
    caller.isServiceAccount || active.some(({ user, isAdmin }) => isAdmin && user === caller.user)
  );
}
