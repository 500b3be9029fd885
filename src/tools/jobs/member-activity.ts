import type { AsanaClient } from "../../asana/client.ts";
import {
  listMemberships,
  type Membership,
  type MembershipKind,
  membershipKind,
} from "../../asana/memberships.ts";

/** A member of a workspace, with the kind of their membership. */
export interface Member extends Membership {
  readonly kind: MembershipKind;
}

/**
 * Everybody in a workspace, administrators first and those who left last, by name.
 *
 * @param onProgress gets how many were read so far
 * @throws AsanaApiError
 */
export async function readMembers(
  client: AsanaClient,
  workspaceGid: string,
  onProgress: (read: number) => void = () => {},
): Promise<readonly Member[]> {
  const members: Member[] = [];
  for await (const membership of listMemberships(client, workspaceGid)) {
    members.push({ ...membership, kind: membershipKind(membership) });
    onProgress(members.length);
  }
  return members.sort(
    (one, other) =>
      kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || one.name.localeCompare(other.name),
  );
}

const kinds: readonly MembershipKind[] = ["administrator", "member", "guest", "left"];

/** A member who can be removed, or the reason why not. */
type Removal =
  | { readonly outcome: "removable"; readonly member: Member }
  | { readonly outcome: RemovalProblem; readonly wanted: string };

export type RemovalProblem =
  | "unknown" // nobody has this e-mail address or gid
  | "ambiguous" // several have this e-mail address
  | "left" // has been removed already
  | "own"; // the token's own user

/**
 * Finds the members to remove. The token's own user is never among them: the same token could not
 * bring that user back.
 *
 * @param wanted e-mail addresses or gids
 * @returns one for each of `wanted`; a member who is named twice comes once
 */
export function findRemovals(
  members: readonly Member[],
  wanted: readonly string[],
  ownGid: string,
): readonly Removal[] {
  const removals = wanted.map((who) => removalOf(members, who, ownGid));
  const firsts = new Map(
    removals.map((removal, at) => [
      removal.outcome === "removable" ? removal.member.userGid : at,
      removal,
    ]),
  );
  return [...firsts.values()];
}

function removalOf(members: readonly Member[], wanted: string, ownGid: string): Removal {
  const named = members.filter(
    ({ userGid, email }) =>
      wanted !== "" && (userGid === wanted || email.toLowerCase() === wanted.toLowerCase()),
  );
  const [member] = named;
  if (!member) return { outcome: "unknown", wanted };
  if (named.length > 1) return { outcome: "ambiguous", wanted };
  if (member.userGid === ownGid) return { outcome: "own", wanted };
  if (member.kind === "left") return { outcome: "left", wanted };
  return { outcome: "removable", member };
}
