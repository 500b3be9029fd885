import { everyScope, type Permission } from "../../permissions.ts";

/**
 * The scope of an authorization request. Asana replaces what was granted before, so the request
 * repeats what is granted, as far as the app still asks for it. With full permissions there is
 * nothing to add, and Asana refuses a mixture.
 *
 * @param granted what the signed-in person has granted; undefined for a stranger, who gets what is
 *   `configured`
 * @returns space-separated
 * @see Asana's page "OAuth", "OAuth scopes"
 */
export function requestedScope(options: {
  readonly configured: string;
  readonly granted: string | undefined;
  readonly permission: Permission | undefined;
  readonly permissions: readonly Permission[];
}): string {
  const { configured, granted, permission, permissions } = options;
  if (granted === undefined || configured.split(" ").includes("default")) return configured;
  const needed = permission ? `openid ${permission.scope}` : configured;
  const ours = everyScope(configured, permissions);
  const kept = granted.split(" ").filter((scope) => ours.includes(scope));
  return [...new Set([...kept, ...needed.split(" ")])].join(" ");
}
