import { missingScope } from "./asana/operation.ts";

/** What a page needs beyond knowing who a person is. That page asks for it (RFC 9700, 2.3). */
export interface Permission {
  /** In the address of the link that asks for it, `/auth/login?allow=NAME`. */
  readonly name: string;
  /** Space-separated. */
  readonly scope: string;
  /** The part of the app that needs it, as the profile page lists it. */
  readonly page: string;
  /** The reason, in words for the person. */
  readonly why: string;
}

/** Whether a granted scope, space-separated, covers a permission. */
export function isGranted({ scope }: Permission, grantedScope: string): boolean {
  return missingScope(grantedScope, scope) === "";
}

/** All scopes that the app may ask for: those of every sign-in, and those of its pages. */
export function everyScope(configured: string, permissions: readonly Permission[]): string[] {
  return [configured, ...permissions.map(({ scope }) => scope)].join(" ").split(" ");
}
