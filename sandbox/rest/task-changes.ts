import type { User } from "../people.ts";
import type { Membership, Project, Task, Workspace } from "../world.ts";
import { findProject, findTask, findUser, findWorkspace } from "./access.ts";
import { tellAuditLog } from "./audit-log-events.ts";
import { missingInput, RestError } from "./error.ts";
import {
  booleanIn,
  clearableTextIn,
  dayIn,
  instantIn,
  listIn,
  plainTextIn,
  sent,
  textIn,
} from "./input.ts";
import { type Answer, type Call, created, nothing, record } from "./operation.ts";
import { addStory } from "./stories.ts";

/** @throws RestError 400 without workspace, projects and parent */
export function createTask(call: Call): Answer {
  const { world, caller, data, now } = call;
  const parentGid = textIn(data, "parent");
  const parent = parentGid === undefined ? null : findTask(world, caller, parentGid);
  const projects = listIn(data, "projects").map((gid) => findProject(world, caller, gid));
  const workspace = workspaceFor(call, projects, parent);
  const task: Task = {
    resourceType: "task",
    gid: world.newGid(),
    workspace,
    memberships: projects.flatMap(firstSectionOf),
    parent,
    createdBy: caller.user,
    createdAt: now,
    followers: followersFor(call),
    resourceSubtype: "default_task",
    name: "",
    notes: "",
    assignee: null,
    dueOn: null,
    dueAt: null,
    startOn: null,
    completedAt: null,
    modifiedAt: now,
    likes: [],
    ...changesIn(call, null, workspace),
  };
  world.tasks.add(task);
  return created(task);
}

/** Only the fields that are sent change; each visible change leaves a story. */
export function updateTask(call: Call): Answer {
  const { world, caller, param, data, now } = call;
  const task = findTask(world, caller, param("task"));
  if (data.workspace !== undefined && data.workspace !== task.workspace.gid) {
    throw new RestError(400, "workspace: The workspace of a task cannot be changed");
  }
  const before = { ...task };
  world.tasks.change(task, { ...changesIn(call, task, task.workspace), modifiedAt: now });
  tellChanges(call, before, task);
  return record(task);
}

export function deleteTask(call: Call): Answer {
  const { world, caller, param } = call;
  const task = findTask(world, caller, param("task"));
  world.tasks.delete(task).forEach(world.stories.deleteAllOf);
  tellAuditLog(call, { type: "task_deleted", category: "deletion", resource: task });
  return nothing;
}

/** @returns the writable fields that the body holds, checked */
function changesIn(call: Call, task: Task | null, workspace: Workspace): Partial<Task> {
  const { data, now, caller } = call;
  const completed = booleanIn(data, "completed");
  const liked = booleanIn(data, "liked");
  const likes = (task?.likes ?? []).filter((user) => user !== caller.user);
  return sent<Task>({
    name: textIn(data, "name"),
    notes: textIn(data, "notes") ?? plainTextIn(data, "html_notes"),
    resourceSubtype: textIn(data, "resource_subtype"),
    assignee: assigneeIn(call, workspace),
    ...datesIn(call),
    completedAt:
      completed === undefined ? undefined : completed ? (task?.completedAt ?? now) : null,
    likes: liked === undefined ? undefined : [...likes, ...(liked ? [caller.user] : [])],
  });
}

function assigneeIn({ caller, data }: Call, workspace: Workspace): User | null | undefined {
  const who = clearableTextIn(data, "assignee");
  if (typeof who !== "string") {
    return who;
  }
  const user = findUser(caller, who);
  if (!workspace.members.includes(user)) {
    throw new RestError(400, "assignee: Not a user in the workspace of the task");
  }
  return user;
}

/** A day and a time exclude each other; a start needs an end in the same request. */
function datesIn({ data }: Call): Partial<Record<"dueOn" | "dueAt" | "startOn", string | null>> {
  const dueOn = dayIn(data, "due_on");
  const dueAt = instantIn(data, "due_at");
  const startOn = dayIn(data, "start_on");
  if (dueOn && dueAt) {
    throw new RestError(400, "due_on: Only one of due_on and due_at may be sent");
  }
  if (startOn && !dueOn && !dueAt) {
    throw new RestError(400, "start_on: Needs due_on or due_at in the same request");
  }
  return sent({
    dueOn: dueAt ? dueAt.slice(0, 10) : dueOn,
    dueAt: dueOn === undefined ? dueAt : null,
    startOn,
  });
}

function workspaceFor(call: Call, projects: readonly Project[], parent: Task | null): Workspace {
  const gid = textIn(call.data, "workspace");
  const named = gid === undefined ? undefined : findWorkspace(call.world, call.caller, gid);
  const workspace = named ?? projects[0]?.workspace ?? parent?.workspace;
  if (!workspace) {
    throw missingInput("workspace");
  }
  if (projects.some((project) => project.workspace !== workspace)) {
    throw new RestError(400, "projects: Not all in the workspace of the task");
  }
  return workspace;
}

function followersFor({ caller, data }: Call): User[] {
  const named = listIn(data, "followers").map((who) => findUser(caller, who));
  return [...new Set([caller.user, ...named])];
}

function firstSectionOf(project: Project): Membership[] {
  const [section] = project.sections;
  return section ? [{ project, section }] : [];
}

function tellChanges(call: Call, before: Task, after: Task): void {
  const tell = (resourceSubtype: string, text: string) =>
    addStory(call, after, { resourceSubtype, text });
  if ((before.completedAt === null) !== (after.completedAt === null)) {
    const isDone = after.completedAt !== null;
    tell(isDone ? "marked_complete" : "marked_incomplete", isDone ? "completed" : "reopened");
  }
  if (before.assignee !== after.assignee) {
    const isAssigned = after.assignee !== null;
    tell(isAssigned ? "assigned" : "unassigned", `assigned to ${after.assignee?.name ?? "nobody"}`);
  }
  if (before.dueOn !== after.dueOn || before.dueAt !== after.dueAt) {
    tell("due_date_changed", `due ${after.dueAt ?? after.dueOn ?? "no more"}`);
  }
  if (before.name !== after.name) {
    tell("name_changed", `changed the name to ${after.name}`);
  }
}
