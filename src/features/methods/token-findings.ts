import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { readMe, type User } from "../../asana/users.ts";
import { listWorkspaces, type Workspace } from "../../asana/workspaces.ts";
import { AccessError } from "../../auth/access-error.ts";
import type { Introspection } from "../../auth/introspection.ts";
import { errorPages } from "../../web/errors/error-pages.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";

/** The outcome of one question to Asana. */
export type Asked<Answer> =
  | { readonly outcome: "answered"; readonly answer: Answer }
  | { readonly outcome: "token-refused" }
  | { readonly outcome: "scope-missing"; readonly scope: string }
  | { readonly outcome: "failed"; readonly problem: string };

/** What Asana says to one token. */
export interface TokenFindings {
  readonly user: Asked<User>;
  readonly workspaces: Asked<readonly Workspace[]>;
  readonly introspection: Introspection;
}

/** What Asana says to one of the app's own tokens. */
export interface OwnTokenFindings extends TokenFindings {
  /** Undefined when Asana did not say. */
  readonly isServiceAccount: boolean | undefined;
}

/** Whether Asana refuses the token itself. */
export function isRefused({ user, workspaces }: TokenFindings): boolean {
  return [user, workspaces].some(({ outcome }) => outcome === "token-refused");
}

/** Makes the same two calls with any token, and introspects it. No failure stops the others. */
export async function findOut(
  client: AsanaClient,
  introspection: () => Promise<Introspection>,
): Promise<TokenFindings> {
  const [user, workspaces, introspected] = await Promise.all([
    ask(() => readMe(client)),
    ask(() => listWorkspaces(client)),
    introspection(),
  ]);
  return { user, workspaces, introspection: introspected };
}

async function ask<Answer>(question: () => Promise<Answer>): Promise<Asked<Answer>> {
  try {
    return { outcome: "answered", answer: await question() };
  } catch (error) {
    if (error instanceof AccessError) {
      return error.kind === "access-ended"
        ? { outcome: "token-refused" }
        : { outcome: "failed", problem: errorPages[error.kind].whatHappened };
    }
    if (!(error instanceof AsanaApiError)) throw error;
    const { kind, missingScope } = error;
    if (kind === "unauthorized") return { outcome: "token-refused" };
    if (kind === "scope-missing") return { outcome: "scope-missing", scope: missingScope };
    return { outcome: "failed", problem: failureInWords(error) };
  }
}
