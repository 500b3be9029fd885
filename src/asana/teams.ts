import * as v from "valibot";
import { AsanaApiError } from "./api-error.ts";
import type { AsanaClient } from "./client.ts";
import type { Operation } from "./operation.ts";
import { eachOf } from "./pagination.ts";
import { Text } from "./shown-text-schema.ts";

export interface Team {
  readonly gid: string;
  readonly name: string;
}

/**
 * The teams of an organization. A workspace that is none has no teams, and Asana refuses the
 * question (the status is undocumented).
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get teams in a workspace"
 */
export async function* listTeams(client: AsanaClient, workspaceGid: string): AsyncGenerator<Team> {
  const teams: Operation<readonly Team[]> = {
    method: "GET",
    path: `/workspaces/${workspaceGid}/teams`,
    fields: ["name"],
    scope: "teams:read",
    schema: v.array(v.object({ gid: v.string(), name: Text })),
  };
  try {
    yield* eachOf(client, teams);
  } catch (error) {
    if (!(error instanceof AsanaApiError) || error.kind !== "refused") throw error;
  }
}
