import * as v from "valibot";
import type { AsanaClient } from "./client.ts";
import { Text } from "./operation.ts";
import { eachOf } from "./pagination.ts";

export type Project = v.InferOutput<typeof Project>;

const Named = v.nullish(v.object({ name: Text }));

const Project = v.pipe(
  v.object({
    gid: v.string(),
    name: Text,
    created_at: Text,
    modified_at: Text,
    owner: Named,
    team: Named,
    permalink_url: v.nullish(v.string()),
  }),
  v.transform(({ gid, name, created_at, modified_at, owner, team, permalink_url }) => ({
    gid,
    name,
    /** Both ISO 8601, UTC. */
    createdAt: created_at,
    modifiedAt: modified_at,
    owner: owner?.name ?? "",
    team: team?.name ?? "",
    url: permalink_url ?? undefined,
  })),
);

/**
 * The projects of a workspace that are not archived.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get multiple projects"
 */
export function listProjects(client: AsanaClient, workspaceGid: string): AsyncGenerator<Project> {
  return eachOf(client, {
    method: "GET",
    path: "/projects",
    query: { workspace: workspaceGid, archived: "false" },
    fields: ["name", "created_at", "modified_at", "owner.name", "team.name", "permalink_url"],
    scope: "projects:read",
    schema: v.array(Project),
  });
}

/**
 * Whether a task of a project was changed or commented on since a time. The project's own
 * `modified_at` reflects neither.
 *
 * @param since ISO 8601
 * @throws AsanaApiError
 * @see Asana's API reference, "Get a project", `modified_at`; "Get multiple tasks", `modified_since`
 */
export async function hasTaskActivity(
  client: AsanaClient,
  projectGid: string,
  since: string,
): Promise<boolean> {
  const { data } = await client.call({
    method: "GET",
    path: "/tasks",
    query: { project: projectGid, modified_since: since, limit: "1" },
    fields: ["gid"],
    scope: "tasks:read",
    schema: v.array(v.object({ gid: v.string() })),
  });
  return data.length > 0;
}
