import * as v from "valibot";
import type { AsanaClient } from "../../asana/client.ts";
import { listWorkspaces, type Workspace } from "../../asana/workspaces.ts";
import { CommandProblem } from "../command-line/command.ts";
import { shownText } from "../command-line/shown-text.ts";

/**
 * The workspace that a command works on: the one that the operator named, or the only one that the
 * token sees.
 *
 * @throws CommandProblem with exit code 2, which lists the workspaces that the token sees; AsanaApiError
 */
export async function chooseWorkspace(client: AsanaClient, wanted: unknown): Promise<Workspace> {
  const gid = v.parse(v.optional(v.string()), wanted);
  const all = await listWorkspaces(client);
  const [only, another] = all;
  const chosen =
    gid === undefined ? (another ? undefined : only) : all.find((one) => one.gid === gid);
  if (chosen) return chosen;
  throw new CommandProblem([whyNone(gid, all), ...all.map(lineOf)].join("\n"), 2);
}

function whyNone(gid: string | undefined, all: readonly Workspace[]): string {
  if (all.length === 0) return "The token sees no workspace.";
  return gid === undefined
    ? "The token sees several workspaces. Name one of them: --workspace GID"
    : "The token sees no workspace with that gid. It sees these:";
}

function lineOf({ gid, name }: Workspace): string {
  return `  ${gid}  ${shownText(name)}`;
}
