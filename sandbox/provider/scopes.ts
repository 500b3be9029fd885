import type { Client } from "../fixed-values.ts";
import { identityScopes, knownScopes } from "../scope-names.ts";
import type { Switches } from "../switches.ts";

/** An absent or empty `scope` means `default`. @see Asana, "OAuth", parameter `scope` */
export function requestedScopes(scope: string | null): string[] {
  const names = (scope ?? "").split(" ").filter((name) => name !== "");
  return names.length === 0 ? ["default"] : [...new Set(names)];
}

/**
 * Full permissions and granular scopes exclude each other; identity scopes go with both.
 *
 * @returns the first rule that the request breaks, null when it breaks none
 * @see Asana, "OAuth" and "Troubleshooting"; `identityScopes=must-register` is undocumented
 */
export function scopeRefusal(client: Client, scopes: readonly string[], switches: Switches) {
  const unknown = scopes.filter((scope) => !knownScopes.has(scope));
  if (unknown.length > 0) {
    return { error: "invalid_scope", text: `Not a recognized scope: ${quoted(unknown)}.` };
  }
  const identityAllowed = switches.identityScopes === "allowed";
  const forbidden = scopes.filter(
    (scope) => !client.scopes.has(scope) && !(identityAllowed && identityScopes.has(scope)),
  );
  if (forbidden.length === 0) {
    return null;
  }
  const what = forbidden.includes("default") ? "default identity" : quoted(forbidden);
  const text = `Your app is not allowed to request user authorization for ${what} scopes.`;
  return { error: "forbidden_scopes", text };
}

/** @returns what is granted of what was asked; everything unless the switch says otherwise */
export function grantedScopes(scopes: readonly string[], { grant }: Switches): string[] {
  return scopes.filter((scope) => grant === "all" || grant.split(" ").includes(scope));
}

function quoted(scopes: readonly string[]): string {
  return scopes.map((scope) => `'${scope}'`).join(", ");
}
