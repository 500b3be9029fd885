import * as v from "valibot";
import type { AsanaClient } from "./client.ts";
import { type Operation, Text } from "./operation.ts";
import { eachOf } from "./pagination.ts";

export type Workspace = { readonly gid: string; readonly name: string };

export const workspaceScope = "workspaces:read";

/**
 * The workspaces that the token reaches, 200 at most. A workspace that blocks the app is not among them.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get multiple workspaces"
 */
export async function listWorkspaces(client: AsanaClient): Promise<readonly Workspace[]> {
  const workspaces: Workspace[] = [];
  for await (const workspace of eachOf(client, allWorkspaces)) {
    workspaces.push(workspace);
    if (workspaces.length === workspacesShown) break;
  }
  return workspaces;
}

const workspacesShown = 200;

/**
 * Whether the token's user is in one of these workspaces; looks through all of the user's.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get multiple workspaces"
 */
export async function belongsToOneOf(
  client: AsanaClient,
  gids: readonly string[],
): Promise<boolean> {
  for await (const { gid } of eachOf(client, allWorkspaces)) {
    if (gids.includes(gid)) return true;
  }
  return false;
}

const allWorkspaces: Operation<readonly Workspace[]> = {
  method: "GET",
  path: "/workspaces",
  fields: ["name"],
  scope: workspaceScope,
  schema: v.array(v.object({ gid: v.string(), name: Text })),
};
