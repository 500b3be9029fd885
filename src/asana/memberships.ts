import * as v from "valibot";
import type { AsanaClient } from "./client.ts";
import type { Operation } from "./operation.ts";
import { eachOf } from "./pagination.ts";
import { Text } from "./shown-text-schema.ts";

/** A person who is or was in a workspace. */
export type Membership = v.InferOutput<typeof Membership>;

const Flag = v.optional(v.nullable(v.boolean()), null);

const Membership = v.pipe(
  v.object({
    gid: v.string(),
    user: v.nullish(v.object({ gid: Text, name: Text, email: v.nullish(v.string()) })),
    is_active: Flag,
    is_admin: Flag,
    is_guest: Flag,
    is_view_only: Flag,
    created_at: v.nullish(v.string()),
  }),
  v.transform((record) => ({
    userGid: record.user?.gid ?? "",
    name: record.user?.name ?? "",
    email: record.user?.email ?? "",
    /** True also for people who were invited and have not accepted yet. */
    isActive: record.is_active ?? true,
    isAdmin: record.is_admin ?? false,
    isGuest: record.is_guest ?? false,
    isViewOnly: record.is_view_only ?? false,
    /** ISO 8601, UTC; empty when Asana does not say. */
    createdAt: record.created_at ?? "",
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
  const memberships: Operation<readonly Membership[]> = {
    method: "GET",
    path: `/workspaces/${workspaceGid}/workspace_memberships`,
    fields: [
      ...["user.name", "user.email", "created_at"],
      ...["is_active", "is_admin", "is_guest", "is_view_only"],
    ],
    scope: "",
    schema: v.array(Membership),
  };
  return eachOf(client, memberships);
}
