import { AsanaApiError } from "./api-error.ts";
import { needsServiceAccount, tryAuditLog } from "./audit-log.ts";
import type { AsanaClient } from "./client.ts";
import type { Workspace } from "./workspaces.ts";

/**
 * Whether a token is a service account's, by an operation that only those may use.
 *
 * @param workspaces those that the token sees
 * @returns undefined when Asana did not say
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
