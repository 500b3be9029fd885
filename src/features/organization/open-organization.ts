import { AsanaApiError } from "../../asana/api-error.ts";
import { needsServiceAccount, tryAuditLog } from "../../asana/service-account.ts";
import { listWorkspaces, type Workspace } from "../../asana/workspaces.ts";
import type { AsanaAsApp } from "../../web/asana-calls/asana-as-app.ts";

/** The organization that the service account sees; or why there is none to show. */
export type OpenedOrganization =
  | {
      readonly outcome: "open";
      readonly chosen: Workspace;
      readonly all: readonly Workspace[];
    }
  | { readonly outcome: OrganizationProblem };

export type OrganizationProblem =
  | "no-token"
  | "token-refused"
  | "no-service-account"
  | "no-organization";

/**
 * Finds the organization to show, and whether the token is a service account's. With a personal
 * access token most pages would work, and show what its user sees as if it were everything. So the
 * app tries each time an operation that only service accounts may use.
 *
 * @param wanted gid of an organization; the first one is taken unless the token sees this one
 * @throws AsanaApiError when Asana fails in any other way
 */
export async function openOrganization(
  asana: AsanaAsApp | undefined,
  wanted: string | null,
): Promise<OpenedOrganization> {
  if (!asana) return { outcome: "no-token" };
  try {
    const all = await listWorkspaces(asana.client);
    const chosen = all.find(({ gid }) => gid === wanted) ?? all[0];
    if (!chosen) return { outcome: "no-organization" };
    await tryAuditLog(asana.client, chosen.gid);
    return { outcome: "open", chosen, all };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    if (error.kind === "unauthorized") return { outcome: "token-refused" };
    if (needsServiceAccount(error)) return { outcome: "no-service-account" };
    throw error;
  }
}
