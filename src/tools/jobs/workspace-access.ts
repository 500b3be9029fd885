import type { AsanaClient } from "../../asana/client.ts";
import { readMe, type User } from "../../asana/users.ts";
import type { Workspace } from "../../asana/workspaces.ts";
import type { CommandRun } from "../command-line/command.ts";
import { shownText } from "../command-line/shown-text.ts";
import { chooseWorkspace } from "./chosen-workspace.ts";
import { type JobSettings, loadJobSettings } from "./job-settings.ts";
import { createPatientClient, type Wait } from "./patient-client.ts";
import type { Progress } from "./progress.ts";

/** A workspace, with a client whose token sees it. */
export interface WorkspaceAccess {
  readonly client: AsanaClient;
  readonly workspace: Workspace;
  /** The token's user. */
  readonly me: User;
  readonly tokenName: JobSettings["tokenName"];
}

/**
 * Opens the workspace of a report, and says what the token does not see of it.
 *
 * @param wanted gid of the workspace; undefined: the only one that the token sees
 * @throws ConfigError; CommandProblem with exit code 2 when the token sees several and none is named; AsanaApiError
 * @see Asana's pages "Personal access token" and "Service accounts"
 */
export async function openWorkspace(
  wanted: string | undefined,
  about: Pick<CommandRun, "environment" | "signal"> & { readonly progress: Progress },
): Promise<WorkspaceAccess> {
  const { environment, signal, progress } = about;
  const { token, tokenName, apiBaseUrl } = loadJobSettings(environment());
  const onWait = (wait: Wait) => progress.say(waitWords(wait));
  const client = createPatientClient({ token, apiBaseUrl, signal, onWait });
  const workspace = await chooseWorkspace(client, wanted);
  const me = await readMe(client);
  if (tokenName === "ASANA_PAT") {
    progress.say(
      `With a personal access token this is what ${shownText(me.name)} sees: what is private to others is missing. A service account's token (ASANA_SERVICE_ACCOUNT_TOKEN) sees everything.`,
    );
  }
  return { client, workspace, me, tokenName };
}

function waitWords({ reason, milliseconds }: Wait): string {
  const seconds = `${Math.ceil(milliseconds / 1000)} s`;
  return reason === "rate-limited"
    ? `Asana asks to slow down: waiting for ${seconds}.`
    : `Asana does not answer as it should: trying again in ${seconds}.`;
}
