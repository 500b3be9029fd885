import type { List } from "./backup-lists.ts";

/** The three lists of a workspace itself. Its projects include archived ones. */
export function listsOf(workspaceGid: string) {
  const workspace = { workspace: workspaceGid };
  return {
    users: { unit: "users", kind: "users", path: "/users", query: workspace },
    teams: { unit: "teams", kind: "teams", path: `/workspaces/${workspaceGid}/teams` },
    projects: { unit: "projects", kind: "projects", path: "/projects", query: workspace },
  } as const satisfies Record<string, List>;
}

/** The tasks of a project. */
export function tasksOfProject(gid: string): List<"tasks"> {
  return {
    unit: `tasks of project ${gid}`,
    kind: "tasks",
    path: "/tasks",
    query: { project: gid },
  };
}

/** The tasks assigned to a user. No list has all tasks; those in no project are only found so. */
export function tasksOfUser(gid: string, workspaceGid: string): List<"tasks"> {
  const query = { assignee: gid, workspace: workspaceGid };
  return { unit: `tasks of user ${gid}`, kind: "tasks", path: "/tasks", query };
}

/** The subtasks of a task, one level deep. */
export function subtasksOf(gid: string): List<"tasks"> {
  return { unit: `subtasks of task ${gid}`, kind: "tasks", path: `/tasks/${gid}/subtasks` };
}

/** The stories of a task. */
export function storiesOf(gid: string): List<"stories"> {
  return { unit: `stories of task ${gid}`, kind: "stories", path: `/tasks/${gid}/stories` };
}
