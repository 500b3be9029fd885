import * as v from "valibot";
import type { Answer, AsanaClient } from "../../asana/client.ts";
import { Text } from "../../asana/operation.ts";

export const taskScopes = {
  read: "tasks:read",
  write: "tasks:write",
  delete: "tasks:delete",
} as const;

/** A task as it stands in a list. */
export type ListedTask = v.InferOutput<typeof ListedTask>;

/** A task with what its own page shows. */
export type Task = v.InferOutput<typeof Task>;

const listFields = ["name", "completed", "due_on", "permalink_url", "projects.name"];
const taskFields = [...listFields, "notes", "workspace.name"];

const ListedTask = v.pipe(
  v.object({
    gid: v.string(),
    name: Text,
    completed: v.optional(v.boolean(), false),
    due_on: v.nullish(v.string()),
    permalink_url: v.nullish(v.string()),
    projects: v.optional(v.array(v.object({ name: Text })), []),
  }),
  v.transform(({ gid, name, completed, due_on, permalink_url, projects }) => ({
    gid,
    name,
    isCompleted: completed,
    /** `YYYY-MM-DD`. */
    dueOn: due_on ?? undefined,
    url: permalink_url ?? undefined,
    projects: projects.map((project) => project.name),
  })),
);

const Task = v.pipe(
  v.intersect([
    ListedTask,
    v.pipe(
      v.object({
        notes: Text,
        workspace: v.optional(v.object({ name: Text }), {}),
      }),
      v.transform(({ notes, workspace }) => ({ notes, workspace: workspace.name })),
    ),
  ]),
);

/**
 * One page of the tasks assigned to the token's user in a workspace.
 *
 * @param isOpenOnly leaves out completed tasks
 * @param offset of a page that an earlier answer named
 * @throws AsanaApiError
 * @see Asana's API reference, "Get multiple tasks"; `completed_since=now` means incomplete only
 */
export function listMyTasks(
  client: AsanaClient,
  list: {
    readonly workspaceGid: string;
    readonly isOpenOnly: boolean;
    readonly limit: number;
    readonly offset?: string | undefined;
  },
): Promise<Answer<readonly ListedTask[]>> {
  return client.call({
    method: "GET",
    path: "/tasks",
    query: {
      assignee: "me",
      workspace: list.workspaceGid,
      ...(list.isOpenOnly && { completed_since: "now" }),
      limit: String(list.limit),
      ...(list.offset !== undefined && { offset: list.offset }),
    },
    fields: listFields,
    scope: taskScopes.read,
    schema: v.array(ListedTask),
  });
}

/**
 * Reads a task with what its own page shows.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get a task"
 */
export function readTask(client: AsanaClient, gid: string): Promise<Answer<Task>> {
  return client.call({
    method: "GET",
    path: `/tasks/${gid}`,
    fields: taskFields,
    scope: taskScopes.read,
    schema: Task,
  });
}

export interface NewTask {
  readonly workspaceGid: string;
  readonly name: string;
  readonly notes: string;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | undefined;
}

/**
 * Creates a task and assigns it to the token's user.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Create a task"
 */
export function createTask(client: AsanaClient, task: NewTask): Promise<Answer<Task>> {
  return client.call({
    method: "POST",
    path: "/tasks",
    fields: taskFields,
    body: {
      workspace: task.workspaceGid,
      assignee: "me",
      name: task.name,
      notes: task.notes,
      ...(task.dueOn && { due_on: task.dueOn }),
    },
    scope: taskScopes.write,
    schema: Task,
  });
}

/**
 * Changes the given fields of a task.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Update a task"
 */
export function updateTask(
  client: AsanaClient,
  gid: string,
  change: { readonly name: string } | { readonly completed: boolean },
): Promise<Answer<Task>> {
  return client.call({
    method: "PUT",
    path: `/tasks/${gid}`,
    fields: taskFields,
    body: change,
    scope: taskScopes.write,
    schema: Task,
  });
}

/**
 * Deletes a task. Asana keeps it in the trash for 30 days; its API cannot bring it back.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Delete a task"
 */
export function deleteTask(client: AsanaClient, gid: string): Promise<Answer<object>> {
  return client.call({
    method: "DELETE",
    path: `/tasks/${gid}`,
    scope: taskScopes.delete,
    schema: v.object({}),
  });
}
