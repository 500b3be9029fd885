import * as v from "valibot";
import type { AsanaClient } from "./client.ts";
import { Text } from "./operation.ts";
import { eachOf } from "./pagination.ts";

/** A person who is or was in a workspace. */
export type Membership = v.InferOutput<typeof Membership>;

const Yes = v.nullish(v.boolean(), true);
const No = v.nullish(v.boolean(), false);

const Membership = v.pipe(
  v.object({
    gid: v.string(),
    user: v.nullish(v.object({ gid: Text, name: Text, email: v.nullish(v.string()) })),
    is_active: Yes,
    is_admin: No,
    is_guest: No,
    is_view_only: No,
    created_at: Text,
  }),
  v.transform((record) => ({
    userGid: record.user?.gid ?? "",
    name: record.user?.name ?? "",
    email: record.user?.email ?? "",
    /** True also for people who were invited and have not accepted yet. */
    isActive: record.is_active,
    isAdmin: record.is_admin,
    isGuest: record.is_guest,
    isViewOnly: record.is_view_only,
    /** ISO 8601, UTC; empty when Asana does not say. */
    createdAt: record.created_at,
  })),
);

export type MembershipKind = "left" | "guest" | "administrator" | "member";

/** What a person is in the workspace. A person who left is `left`, even if they were an administrator. */
export function membershipKind(membership: Membership): MembershipKind {
  if (!membership.isActive) return "left";
  if (membership.isGuest) return "guest";
  return membership.isAdmin ? "administrator" : "member";
}

/**
 * All memberships of a workspace, also those of guests and of people who left. No granular scope covers
 * them.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get the workspace memberships for a workspace"
 */
export function listMemberships(
  client: AsanaClient,
  workspaceGid: string,
): AsyncGenerator<Membership> {
  return eachOf(client, {
    method: "GET",
    path: `/workspaces/${workspaceGid}/workspace_memberships`,
    fields: [
      ...["user.name", "user.email", "created_at"],
      ...["is_active", "is_admin", "is_guest", "is_view_only"],
    ],
    scope: "",
    schema: v.array(Membership),
  });
}
