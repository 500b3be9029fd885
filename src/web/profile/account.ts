import { AsanaApiError } from "../../asana/api-error.ts";
import { missingScope } from "../../asana/operation.ts";
import { listWorkspaces, workspaceScope } from "../../asana/workspaces.ts";
import { AccessError } from "../../auth/access-error.ts";
import { attachment } from "../../sessions/session-attachments.ts";
import type { AsanaAsPerson } from "../asana-calls/asana-as-person.ts";

/** What the app read about a person at Asana when they first saw their profile. */
export interface Account {
  readonly workspaces: readonly { readonly gid: string; readonly name: string }[];
  /** Why `workspaces` is empty although the person may have some. */
  readonly workspacesProblem?: "scope-missing" | "access-ended" | "asana-failed";
  /** What Asana says of the access token; `unknown` when Asana did not answer. */
  readonly access: "active" | "ended" | "unknown";
  /** Epoch milliseconds. */
  readonly readAt: number;
}

/** The reading that a session keeps until the person presses "Read again". */
export const accountReading = attachment<Account>("account");

/** Asks Asana what the profile shows. The page shows what failed, so no failure is thrown. */
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
