import type { Introspection } from "../../auth/introspection.ts";
import type { KeptTokens } from "../../auth/tokens.ts";
import type { SignedIn } from "../../sessions/session.ts";
import { fromNow, inWords } from "../../web/page/times.ts";
import type { TokenMethod } from "./method-words.ts";
import { isRefused, type OwnTokenFindings, type TokenFindings } from "./token-findings.ts";

/** A line about a method: what it is called, and its value. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** What the value counts, one by one. */
  readonly items: readonly string[];
}

/** What an ID token says. */
export function idTokenFacts({ idTokenClaims }: SignedIn): readonly Fact[] {
  const expiresAt = idTokenClaims.exp * 1000;
  return [
    fact(
      "Sees",
      "Nothing. The app makes no call with it: an ID token says who a person is, and opens nothing.",
    ),
    ...(Number.isNaN(new Date(expiresAt).getTime()) // further away than a date can be
      ? []
      : [fact("Ends", `${inWords(expiresAt)}; it was read before that, when you signed in`)]),
    ...Object.entries(idTokenClaims).map(([claim, value]) =>
      fact(`Claim ${claim}`, typeof value === "string" ? value : JSON.stringify(value)),
    ),
  ];
}

/**
 * What the person's access token sees, what it may do and when it ends: as Asana says, or else as
 * far as the app knows.
 *
 * @param kept the tokens as they are after the calls
 * @param now epoch milliseconds
 */
export function oauthFacts(
  findings: TokenFindings,
  kept: KeptTokens | undefined,
  now: number,
): readonly Fact[] {
  const { introspection } = findings;
  if (isRefused(findings) || !kept?.tokens) return [];
  const { accessTokenExpiresAt, refreshToken } = kept.tokens;
  const after = refreshToken ? "The app refreshes it by itself." : "You connect again.";
  return [
    ...seen(findings, "workspace"),
    introspection.outcome === "active" && introspection.scope
      ? fact("Scopes", introspection.scope)
      : fact("Scopes", `${kept.scope}, as far as the app knows; Asana did not say this time`),
    ends(endOf(introspection) ?? accessTokenExpiresAt, now),
    fact("After that", after),
  ];
}

/** The same for one of the app's own tokens, which no scopes limit. */
export function ownTokenFacts(
  id: TokenMethod,
  findings: OwnTokenFindings,
  now: number,
): readonly Fact[] {
  const { introspection, isServiceAccount } = findings;
  if (isRefused(findings)) return [];
  const seesEverything = isServiceAccount ?? id === "service-account";
  return [
    ...seen(findings, seesEverything ? "organization, with everything in it" : "workspace"),
    ...auditLog(isServiceAccount),
    fact("Scopes", "Not limited by scopes."),
    ends(endOf(introspection), now),
  ];
}

function seen({ workspaces }: TokenFindings, noun: string): readonly Fact[] {
  if (workspaces.outcome !== "answered") return [];
  const names = workspaces.answer.map(({ name }) => name || "Workspace without a name");
  const value = names.length === 0 ? "No workspace" : `${names.length} ${plural(noun, names)}`;
  return [{ name: "Sees", value, items: names }];
}

function plural(noun: string, counted: readonly unknown[]): string {
  return counted.length === 1 ? noun : noun.replace(/^\w+/, "$&s");
}

/** Explains the call to the audit log, which the app makes with its own tokens only. */
function auditLog(isServiceAccount: boolean | undefined): readonly Fact[] {
  if (isServiceAccount === undefined) return [];
  return [
    fact(
      "Audit log",
      isServiceAccount
        ? "Open to it, as to no token but a service account's."
        : "Refused, as to every token but a service account's.",
    ),
  ];
}

function endOf(introspection: Introspection): number | undefined {
  return introspection.outcome === "active" ? introspection.expiresAt : undefined;
}

function ends(at: number | undefined, now: number): Fact {
  return fact(
    "Ends",
    at === undefined ? "Asana did not say this time" : `${inWords(at)}, ${fromNow(at, now)}`,
  );
}

function fact(name: string, value: string): Fact {
  return { name, value, items: [] };
}
