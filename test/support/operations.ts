import * as v from "valibot";
import type { Answer, AsanaClient } from "../../src/asana/client.ts";

type Task = v.InferOutput<typeof Task>;

const Task = v.object({ gid: v.string(), name: v.optional(v.string(), "") });
const path = "/tasks";
const fields = ["name"];

/** Operations in all four methods, so that tests of the client need none of a feature. */
export function readTask(client: AsanaClient, gid: string): Promise<Answer<Task>> {
  return client.call({
    method: "GET",
    path: `${path}/${gid}`,
    fields,
    scope: "tasks:read",
    schema: Task,
  });
}

/** A page of the tasks of the token's user. */
export function listTasks(
  client: AsanaClient,
  query: { readonly workspace: string; readonly limit: string; readonly offset?: string },
): Promise<Answer<readonly Task[]>> {
  return client.call({
    method: "GET",
    path,
    query: { assignee: "me", ...query },
    fields,
    scope: "tasks:read",
    schema: v.array(Task),
  });
}

/** Makes a task of the token's user. */
export function createTask(
  client: AsanaClient,
  task: { readonly workspace: string; readonly name: string; readonly due_on?: string },
): Promise<Answer<Task>> {
  return client.call({
    method: "POST",
    path,
    fields,
    body: { assignee: "me", ...task },
    scope: "tasks:write",
    schema: Task,
  });
}

/** Renames a task. */
export function renameTask(client: AsanaClient, gid: string, name: string): Promise<Answer<Task>> {
  return client.call({
    method: "PUT",
    path: `${path}/${gid}`,
    fields,
    body: { name },
    scope: "tasks:write",
    schema: Task,
  });
}

/** Deletes a task. */
export function deleteTask(client: AsanaClient, gid: string): Promise<Answer<unknown>> {
  return client.call({
    method: "DELETE",
    path: `${path}/${gid}`,
    scope: "tasks:delete",
    schema: v.object({}),
  });
}
