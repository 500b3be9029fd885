import { randomBytes } from "node:crypto";
import { personalAccessToken, serviceAccountToken } from "../fixed-values.ts";
import type { Code, Grant, Token } from "../state.ts";
import type { Provider } from "./provider.ts";

/** Whatever a bearer token or a call of the introspection endpoint may name. */
export type Credential =
  | {
      readonly kind: "access" | "refresh";
      readonly grant: Grant;
      readonly grantId: string;
      readonly expiresAt: number | null;
      readonly isActive: boolean;
    }
  | { readonly kind: "personal"; readonly isActive: true }
  | { readonly kind: "service"; readonly isActive: true };

/** Remembers what was allowed. @returns the id that codes and tokens carry */
export function openGrant({ state }: Provider, grant: Grant): string {
  const grantId = randomBytes(16).toString("hex");
  state.grants.set(grantId, grant);
  return grantId;
}

/**
 * Deauthorizes: the refresh token and every access token of the grant die, and the person is
 * asked again next time. @see Asana, "OAuth", token deauthorization
 */
export function revokeGrant({ state }: Provider, grantId: string): void {
  const grant = state.grants.get(grantId);
  for (const [value, token] of state.tokens) {
    if (token.grantId === grantId) {
      state.tokens.delete(value);
    }
  }
  for (const key of state.consents.keys()) {
    if (grant && key.startsWith(consentKey(grant.userGid, grant.clientId, []))) {
      state.consents.delete(key);
    }
  }
  state.grants.delete(grantId);
  state.save();
}

/** @returns the key under which a consent to exactly these scopes is remembered */
export function consentKey(userGid: string, clientId: string, scopes: readonly string[]): string {
  return `${userGid} ${clientId} ${scopes.toSorted().join(" ")}`;
}

export function issueCode(provider: Provider, code: Omit<Code, "issuedAt" | "used">): string {
  const value = newSecret(provider, code.grantId);
  provider.state.codes.set(value, { ...code, issuedAt: provider.now(), used: false });
  provider.state.save();
  return value;
}

/** @param lifetimeSeconds null: until revoked */
export function issueToken(
  provider: Provider,
  kind: Token["kind"],
  { grantId, lifetimeSeconds }: { grantId: string; lifetimeSeconds: number | null },
): string {
  const value = newSecret(provider, grantId);
  const issuedAt = provider.now();
  const expiresAt = lifetimeSeconds === null ? null : issuedAt + lifetimeSeconds * 1000;
  provider.state.tokens.set(value, { kind, grantId, issuedAt, expiresAt });
  provider.state.save();
  return value;
}

/** @returns what a token stands for; undefined when it was never issued or is revoked */
export function findCredential(
  { state, now }: Provider,
  value: string | undefined,
): Credential | undefined {
  if (value === personalAccessToken || value === serviceAccountToken) {
    return { kind: value === personalAccessToken ? "personal" : "service", isActive: true };
  }
  const token = state.tokens.get(value ?? "");
  const grant = token && state.grants.get(token.grantId);
  if (!token || !grant) {
    return undefined;
  }
  const { kind, grantId, expiresAt } = token;
  return { kind, grant, grantId, expiresAt, isActive: expiresAt === null || now() < expiresAt };
}

/** Shaped like Asana's, which are opaque and hold characters that a form must encode. */
function newSecret(provider: Provider, grantId: string): string {
  const grant = provider.state.grants.get(grantId);
  const secret = `2/${grant?.userGid}/${grant?.clientId}:${randomBytes(16).toString("hex")}`;
  provider.issued(secret);
  return secret;
}
