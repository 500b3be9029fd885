import * as v from "valibot";
import type { AsanaApiError } from "./api-error.ts";
import type { AsanaClient } from "./client.ts";

/**
 * Asks for one event of the audit log, to find out whether the token may read it: only service
 * accounts may.
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
  return call.status === 402 || call.status === 403 || call.status === 404;
}
