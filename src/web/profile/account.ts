import { AsanaApiError } from "../../asana/api-error.ts";
import { missingScope } from "../../asana/scopes.ts";
import { listWorkspaces, workspaceScope } from "../../asana/workspaces.ts";
import { AccessError } from "../../auth/access-error.ts";
import type { Account } from "../../sessions/session.ts";
import type { AsanaAsPerson } from "../asana-calls/asana-as-person.ts";

/**
 * Asks Asana what the profile shows: workspaces and granted scopes, both at once. Nothing that goes
 * wrong there is in the way of the page.
 */
export async function readAccount(asana: AsanaAsPerson, now: () => number): Promise<Account> {
  const maySeeWorkspaces = missingScope(asana.grantedScope(), workspaceScope) === "";
  const [introspection, workspaces] = await Promise.all([
    asana.introspection(),
    maySeeWorkspaces
      ? listWorkspaces(asana.client).catch(workspacesProblem)
      : ("scope-missing" as const),
  ]);
  return {
    ...(typeof workspaces === "string"
      ? { workspaces: [], workspacesProblem: workspaces }
      : { workspaces }),
    access: accessWords[introspection.outcome],
    readAt: now(),
  };
}

const accessWords = { active: "active", inactive: "ended", unknown: "unknown" } as const;

function workspacesProblem(error: unknown): NonNullable<Account["workspacesProblem"]> {
  if (error instanceof AccessError) {
    return error.kind === "access-ended" ? "access-ended" : "asana-failed";
  }
  if (!(error instanceof AsanaApiError)) throw error;
  if (error.kind === "unauthorized") return "access-ended";
  return error.kind === "scope-missing" ? "scope-missing" : "asana-failed";
}
