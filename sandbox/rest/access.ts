import type { User } from "../people.ts";
import type { Project, Task, Team, Workspace, World } from "../world.ts";
import type { Caller } from "./caller.ts";
import { forbidden, notRecognized, unknownObject } from "./error.ts";

/** A workspace or project that exists but is closed to the caller is 403, unknown ones are 404. */
export function findWorkspace(world: World, caller: Caller, gid: string): Workspace {
  const workspace = find(world.workspaces, "workspace", gid);
  if (!isReachable(caller, workspace)) {
    throw forbidden();
  }
  return workspace;
}

export function findProject(world: World, caller: Caller, gid: string): Project {
  const project = find(world.projects, "project", gid);
  if (!canSeeProject(caller, project)) {
    throw forbidden();
  }
  return project;
}

/** A task that the caller may not know of is unknown. */
export function findTask(world: World, caller: Caller, gid: string): Task {
  return findBy(
    (one) => world.tasks.get(one),
    "task",
    gid,
    (task) => canSeeTask(caller, task),
  );
}

export function findTeam(world: World, caller: Caller, gid: string): Team {
  return find(world.teams, "team", gid, (team) => isReachable(caller, team.organization));
}

/**
 * @param who a gid, an e-mail address, or `me`
 * @returns the caller, or somebody who shares a workspace with them
 */
export function findUser(caller: Caller, who: string): User {
  const user = visibleUsers(caller).find(isNamed(caller, who));
  if (user) {
    return user;
  }
  if (!isGid(who) && !who.includes("@")) {
    throw notRecognized("user", who);
  }
  throw unknownObject("user", who);
}

/** @returns whether a user is the one that a gid, an e-mail address, or `me` names */
export function isNamed(caller: Caller, who: string): (user: User) => boolean {
  return (user) => (who === "me" ? user === caller.user : user.gid === who || user.email === who);
}

export function visibleUsers(caller: Caller): User[] {
  const members = caller.workspaces.flatMap((workspace) => workspace.members);
  return [...new Set([caller.user, ...members])];
}

export function canSeeProject(caller: Caller, project: Project): boolean {
  const isOpen = !project.isPrivate || caller.isServiceAccount;
  return (
    isReachable(caller, project.workspace) && (isOpen || project.members.includes(caller.user))
  );
}

export function canSeeTask(caller: Caller, task: Task): boolean {
  if (!isReachable(caller, task.workspace)) {
    return false;
  }
  return (
    caller.isServiceAccount ||
    task.assignee === caller.user ||
    task.createdBy === caller.user ||
    task.followers.includes(caller.user) ||
    task.memberships.some(({ project }) => canSeeProject(caller, project)) ||
    (task.parent !== null && canSeeTask(caller, task.parent))
  );
}

/**
 * @throws RestError 400 when it is no gid, 404 when nothing visible has it
 * @see Asana, "Errors"; both texts are reported by integrators
 */
export function find<Item extends { gid: string }>(
  items: readonly Item[],
  what: string,
  gid: string,
  isVisible?: (item: Item) => boolean,
): Item {
  return findBy((wanted) => items.find((one) => one.gid === wanted), what, gid, isVisible);
}

/** The same, where there is a faster way than looking through all. */
export function findBy<Item>(
  get: (gid: string) => Item | undefined,
  what: string,
  gid: string,
  isVisible: (item: Item) => boolean = () => true,
): Item {
  if (!isGid(gid)) {
    throw notRecognized(what, gid);
  }
  const item = get(gid);
  if (!item || !isVisible(item)) {
    throw unknownObject(what, gid);
  }
  return item;
}

function isReachable(caller: Caller, workspace: Workspace): boolean {
  return caller.workspaces.includes(workspace);
}

function isGid(value: string): boolean {
  return /^\d{1,32}$/.test(value);
}
