import * as v from "valibot";
import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { type Operation, Text } from "../../asana/operation.ts";
import { eachOf } from "../../asana/pagination.ts";

export interface Team {
  readonly gid: string;
  readonly name: string;
}

/**
 * The teams of an organization. A workspace that is no organization has none: Asana refuses the
 * question there, with an undocumented status.
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
