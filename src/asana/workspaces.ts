import * as v from "valibot";
import type { AsanaCall } from "./call.ts";
import type { AsanaClient } from "./client.ts";

export interface Workspace {
  readonly gid: string;
  readonly name: string;
}

const Workspaces = v.array(v.object({ gid: v.string(), name: v.string() }));

/** The scope that listWorkspaces needs. */
export const listWorkspacesScope = "workspaces:read";

/**
 * The workspaces that the token reaches, up to 100. One that blocks the app is missing here.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get multiple workspaces"
 */
export async function listWorkspaces(
  client: AsanaClient,
): Promise<{ workspaces: Workspace[]; call: AsanaCall }> {
  const { data, call } = await client.get("/workspaces", {
    query: { limit: "100", opt_fields: "name" },
    schema: Workspaces,
  });
  return { workspaces: data, call };
}
