import * as v from "valibot";
import type { Answer, AsanaClient } from "./client.ts";
import type { Operation } from "./operation.ts";
import { eachOf } from "./pagination.ts";
import { Text } from "./shown-text-schema.ts";

/** Somebody in a workspace, or who was. */
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
    /** True also of those who were invited and have not come yet. */
    isActive: record.is_active ?? true,
    isAdmin: record.is_admin ?? false,
    isGuest: record.is_guest ?? false,
    isViewOnly: record.is_view_only ?? false,
    /** ISO 8601, UTC; empty when Asana does not say. */
    createdAt: record.created_at ?? "",
  })),
);

export type MembershipKind = "left" | "guest" | "administrator" | "member";

/** What somebody is in the workspace; who left is nothing else any more. */
export function membershipKind(membership: Membership): MembershipKind {
  if (!membership.isActive) return "left";
  if (membership.isGuest) return "guest";
  return membership.isAdmin ? "administrator" : "member";
}

/**
 * Everybody in a workspace, guests and those who left included. No granular scope covers it.
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

/**
 * Removes somebody from a workspace. With a service account their things go to the admin who is
 * named in the admin console, with a personal access token to the token's owner; private ones are
 * not rescued.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Remove a user from a workspace or organization"
 */
export function removeFromWorkspace(
  client: AsanaClient,
  workspaceGid: string,
  userGid: string,
): Promise<Answer<object>> {
  return client.call({
    method: "POST",
    path: `/workspaces/${workspaceGid}/removeUser`,
    body: { user: userGid },
    scope: "",
    schema: v.object({}),
  });
}
