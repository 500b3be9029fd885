import { randomBytes } from "node:crypto";
import { fixedGrants } from "../fixed-values.ts";
import type { Grant } from "../state.ts";
import type { Provider } from "./provider.ts";

/**
 * Deauthorizes: every code and token of the grant leads nowhere now, and the person is asked again
 * next time. @see Asana, "OAuth", token deauthorization
 */
export function revokeGrant({ state }: Provider, grantId: string): void {
  const grant = state.grants.get(grantId);
  state.grants.delete(grantId);
  for (const key of state.consents.keys()) {
    if (grant && key.startsWith(consentKey({ ...grant, scopes: [] }))) {
      state.consents.delete(key);
    }
  }
  state.save();
}

/** @returns the key under which a consent to exactly these scopes is remembered */
export function consentKey({ userGid, clientId, scopes }: Omit<Grant, "workspaces">): string {
  return `${userGid} ${clientId} ${scopes.toSorted().join(" ")}`;
}

/**
 * Hands out a new code or token for what `entries` shall remember of it: shaped like Asana's,
 * opaque, with characters that a form must encode.
 */
export function issue<Entry extends { readonly grantId: string }>(
  { state, issued }: Provider,
  entries: Map<string, Entry>,
  entry: Entry,
): string {
  const grant = state.grants.get(entry.grantId);
  const secret = `2/${grant?.userGid}/${grant?.clientId}:${randomBytes(16).toString("hex")}`;
  entries.set(secret, entry);
  state.save();
  issued(secret);
  return secret;
}

/** @returns what a token stands for; undefined when it was never issued or is revoked */
export function findToken({ state, now }: Provider, value: string) {
  const fixed = fixedGrants.get(value);
  if (fixed) {
    return { kind: "access" as const, grantId: "", expiresAt: null, grant: fixed, isActive: true };
  }
  const token = state.tokens.get(value);
  const grant = token && state.grants.get(token.grantId);
  const isActive = token?.expiresAt === null || now() < (token?.expiresAt ?? 0);
  return token && grant && { ...token, grant, isActive };
}
