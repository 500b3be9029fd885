import type { User } from "../people.ts";
import type { Project, Task, UserTaskList, Workspace, World } from "../world.ts";
import {
  canSeeTask,
  find,
  findBy,
  findProject,
  findTask,
  findUser,
  findWorkspace,
} from "./access.ts";
import { missingInput, RestError, unknownObject } from "./error.ts";
import { parseInstant } from "./input.ts";
import { type Answer, type Call, list, record } from "./operation.ts";

export function getTask({ world, caller, param }: Call): Answer {
  return record(findTask(world, caller, param("task")));
}

/** Exactly one kind of filter, or 400. @see Asana, GET /tasks; the text is reported */
export function listTasks(call: Call): Answer {
  const { query } = call;
  const kinds = ["project", "section", "tag", "user_task_list"].filter((name) => query.has(name));
  const byAssignee = query.has("assignee") || query.has("workspace");
  const isComplete = query.has("assignee") && query.has("workspace");
  if (kinds.length + (byAssignee ? 1 : 0) !== 1 || byAssignee !== isComplete) {
    throw new RestError(
      400,
      "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
    );
  }
  return matching(call, candidatesFor(call));
}

/** In project order, which is the order in which the tasks were made. */
export function listTasksOfProject(call: Call): Answer {
  const project = findProject(call.world, call.caller, call.param("project"));
  return matching(call, call.world.tasks.ofProject(project));
}

export function listSubtasks({ world, caller, param }: Call): Answer {
  const task = findTask(world, caller, param("task"));
  return list(world.tasks.subtasksOf(task));
}

export function getUserTaskList({ world, caller, query, param }: Call): Answer {
  const owner = findUser(caller, param("user"));
  const gid = query.get("workspace");
  if (gid === null) {
    throw missingInput("workspace");
  }
  return record(userTaskList(owner, findWorkspace(world, caller, gid)));
}

function candidatesFor({ world, caller, query }: Call): readonly Task[] {
  const project = query.get("project");
  const section = query.get("section");
  const tag = query.get("tag");
  const taskList = query.get("user_task_list");
  if (project !== null) {
    return world.tasks.ofProject(findProject(world, caller, project));
  }
  if (section !== null) {
    return tasksOfSection(world, section);
  }
  if (tag !== null) {
    throw unknownObject("tag", tag);
  }
  if (taskList !== null) {
    const { owner, workspace } = find(userTaskLists(world), "user_task_list", taskList);
    const found = findWorkspace(world, caller, workspace.gid);
    return tasksOf(world, owner, found);
  }
  const assignee = findUser(caller, query.get("assignee") ?? "");
  const workspace = findWorkspace(world, caller, query.get("workspace") ?? "");
  return tasksOf(world, assignee, workspace);
}

function tasksOf({ tasks }: World, assignee: User, workspace: Workspace): readonly Task[] {
  return tasks.ofAssignee(assignee).filter((task) => task.workspace === workspace);
}

function tasksOfSection({ projects, tasks }: World, gid: string): readonly Task[] {
  const holds = ({ sections }: Project) => sections.some((section) => section.gid === gid);
  const project = findBy(() => projects.find(holds), "section", gid);
  return tasks
    .ofProject(project)
    .filter(({ memberships }) => memberships.some(({ section }) => section.gid === gid));
}

/** `completed_since`: open tasks, and those completed since; `now` leaves the open ones. */
function matching({ caller, query, now }: Call, candidates: readonly Task[]): Answer {
  const completedSince = instantOf(query, "completed_since", now);
  const modifiedSince = instantOf(query, "modified_since", now);
  return list(
    candidates.filter(
      (task) =>
        canSeeTask(caller, task) &&
        (task.completedAt === null || task.completedAt >= completedSince) &&
        task.modifiedAt >= modifiedSince,
    ),
  );
}

function instantOf(query: URLSearchParams, name: string, now: number): number {
  const value = query.get(name);
  if (value === null) {
    return Number.NEGATIVE_INFINITY;
  }
  return value === "now" ? now : parseInstant(name, value);
}

function userTaskLists(world: World): UserTaskList[] {
  return world.workspaces.flatMap((workspace) =>
    workspace.members.map((owner) => userTaskList(owner, workspace)),
  );
}

function userTaskList(owner: User, workspace: Workspace): UserTaskList {
  return {
    resourceType: "user_task_list",
    gid: `60${owner.gid.slice(-4)}${workspace.gid.slice(-8)}`,
    name: `My tasks in ${workspace.name}`,
    owner,
    workspace,
  };
}
