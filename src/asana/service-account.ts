import * as v from "valibot";
import { AsanaApiError } from "./api-error.ts";
import type { AsanaClient } from "./client.ts";
import type { Workspace } from "./workspaces.ts";

/**
 * Whether a token that sees these workspaces is a service account's: tries an operation that only
 * those may use. Undefined when Asana did not answer that.
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

/**
 * Asks for one event of the audit log, which only service accounts may read.
 *
 * @throws AsanaApiError; see `needsServiceAccount`
 * @see Asana's API reference, "Get audit log events"
 */
export async function tryAuditLog(client: AsanaClient, workspaceGid: string): Promise<void> {
  await client.call({
    method: "GET",
    path: `/workspaces/${workspaceGid}/audit_log_events`,
    query: { limit: "1" },
    scope: "",
    schema: v.array(v.object({ gid: v.string() })),
  });
}

/**
 * Whether Asana refused an operation because the token is no service account's, or lacks the
 * permission or the plan: 402, 403 or 404 (undocumented which of them).
 */
export function needsServiceAccount({ call }: AsanaApiError): boolean {
  return [402, 403, 404].includes(call.status ?? 0);
}
