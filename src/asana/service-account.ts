import { AsanaApiError } from "./api-error.ts";
import { needsServiceAccount, tryAuditLog } from "./audit-log.ts";
import type { AsanaClient } from "./client.ts";
import type { Workspace } from "./workspaces.ts";

/**
 * Finds out whether a token is a service account's, with an operation that only those may use.
 *
 * @param workspaces the workspaces that the token sees
 * @returns undefined when Asana did not answer that
 * @see Asana's API reference, "Get audit log events"
 */
export async function isServiceAccount(
  client: AsanaClient,
  [first]: readonly Workspace[],
): Promise<boolean | undefined> {
  if (!first) return undefined;
  try {
    await tryAuditLog(client, first.gid);
    return true;
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    return needsServiceAccount(error) ? false : undefined;
  }
}
