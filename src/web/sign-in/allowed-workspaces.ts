import { AsanaApiError } from "../../asana/api-error.ts";
import { createAsanaClient } from "../../asana/client.ts";
import { fixedToken } from "../../asana/credential.ts";
import { belongsToOneOf } from "../../asana/workspaces.ts";
import { revokeRefreshToken } from "../../auth/revocation.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import type { Tokens } from "../../auth/tokens.ts";
import type { Log } from "../../log.ts";
import type { Dependencies } from "../dependencies.ts";

/**
 * Holds somebody who is about to be signed in against ALLOWED_WORKSPACES, by what Asana says with
 * their own token, never by their e-mail address. Whoever is not let in leaves no access behind:
 * what Asana gave for them is withdrawn, behind the page.
 *
 * @throws SignInError `workspace-not-allowed`, `workspaces-unknown`
 */
export async function requireAllowedWorkspace(
  tokens: Pick<Tokens, "accessToken" | "refreshToken">,
  {
    config,
    provider,
    background,
    log,
  }: Pick<Dependencies, "config" | "provider" | "background"> & { readonly log: Log },
): Promise<void> {
  const { allowedWorkspaces: allowed } = config;
  if (allowed === undefined) return;
  const client = createAsanaClient({
    baseUrl: config.asana.apiBaseUrl,
    credential: fixedToken(tokens.accessToken),
  });
  try {
    if (await belongsToOneOf(client, allowed)) return;
    throw new SignInError("workspace-not-allowed");
  } catch (error) {
    const { refreshToken } = tokens;
    if (refreshToken) background.add(revokeRefreshToken({ provider, refreshToken, log }));
    throw error instanceof AsanaApiError ? new SignInError("workspaces-unknown", error) : error;
  }
}
