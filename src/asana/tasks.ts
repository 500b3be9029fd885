import * as v from "valibot";
import type { AsanaCall } from "./call.ts";
import type { AsanaClient } from "./client.ts";

export interface Task {
  readonly gid: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | undefined;
  readonly url: string | undefined;
  readonly projects: readonly string[];
}

const Tasks = v.array(
  v.object({
    gid: v.string(),
    name: v.string(),
    due_on: v.nullish(v.string()),
    permalink_url: v.nullish(v.string()),
    projects: v.optional(v.array(v.object({ name: v.optional(v.string(), "") })), []),
  }),
);

/** The scopes that listMyOpenTasks needs: names of projects come without `projects:read`. */
export const listMyOpenTasksScope = "tasks:read";

/**
 * The first 50 incomplete tasks assigned to the token's user in a workspace.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get multiple tasks"; `completed_since=now` means incomplete only
 */
export async function listMyOpenTasks(
  client: AsanaClient,
  workspaceGid: string,
): Promise<{ tasks: Task[]; hasMore: boolean; call: AsanaCall }> {
  const { data, hasMore, call } = await client.get("/tasks", {
    query: {
      assignee: "me",
      workspace: workspaceGid,
      completed_since: "now",
      limit: "50",
      opt_fields: "name,due_on,permalink_url,projects.name",
    },
    schema: Tasks,
  });
  const tasks = data.map((task) => ({
    gid: task.gid,
    name: task.name,
    dueOn: task.due_on ?? undefined,
    url: task.permalink_url ?? undefined,
    projects: task.projects.map((project) => project.name),
  }));
  return { tasks, hasMore, call };
}
