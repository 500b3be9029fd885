import type { List } from "./backup-lists.ts";

/** The three lists that a workspace has itself; projects: archived ones too. */
export function listsOf(workspaceGid: string) {
  const workspace = { workspace: workspaceGid };
  return {
    users: { unit: "users", kind: "users", path: "/users", query: workspace },
    teams: { unit: "teams", kind: "teams", path: `/workspaces/${workspaceGid}/teams` },
    projects: { unit: "projects", kind: "projects", path: "/projects", query: workspace },
  } as const satisfies Record<string, List>;
}

export function tasksOfProject(gid: string): List<"tasks"> {
  return {
    unit: `tasks of project ${gid}`,
    kind: "tasks",
    path: "/tasks",
    query: { project: gid },
  };
}

/** No list has all tasks of a workspace: those in no project are found by whose they are. */
export function tasksOfUser(gid: string, workspaceGid: string): List<"tasks"> {
  const query = { assignee: gid, workspace: workspaceGid };
  return { unit: `tasks of user ${gid}`, kind: "tasks", path: "/tasks", query };
}

export function subtasksOf(gid: string): List<"tasks"> {
  return { unit: `subtasks of task ${gid}`, kind: "tasks", path: `/tasks/${gid}/subtasks` };
}

export function storiesOf(gid: string): List<"stories"> {
  return { unit: `stories of task ${gid}`, kind: "stories", path: `/tasks/${gid}/stories` };
}
