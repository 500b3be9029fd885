import { randomBytes } from "node:crypto";
import { tellOfPerson } from "../audit-log.ts";
import { forgetConsent } from "../authorizations.ts";
import { fixedGrants } from "../fixed-values.ts";
import type { IssuedSecret } from "../state.ts";
import type { Provider } from "./provider.ts";

/**
 * Deauthorizes: every code and token of the grant leads nowhere now, and the person is asked again
 * next time. @see Asana, "OAuth", token deauthorization
 */
export function revokeGrant({ state, auditLog, now }: Provider, grantId: string): void {
  const grant = state.grants.get(grantId);
  state.grants.delete(grantId);
  if (grant) {
    forgetConsent(state, grant);
    tellOfPerson(auditLog, { type: "user_app_revoked", gid: grant.userGid, at: now() });
  }
  state.save();
}

/**
 * Hands out a new code or token for what `entries` shall remember of it: shaped like Asana's,
 * opaque, with characters that a form must encode.
 */
export function issue<Entry extends { grantId: string; kind: IssuedSecret["kind"] }>(
  { state, issued }: Provider,
  entries: Map<string, Entry>,
  entry: Entry,
): string {
  const { userGid = "", clientId } = state.grants.get(entry.grantId) ?? {};
  const secret = `2/${userGid}/${clientId}:${randomBytes(16).toString("hex")}`;
  entries.set(secret, entry);
  state.save();
  issued({ kind: entry.kind, value: secret, userGid });
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
