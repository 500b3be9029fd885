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
 * Checks a person who is about to be signed in against ALLOWED_WORKSPACES, by what Asana says with
 * their own token, never by their e-mail address. When they may not sign in, the refresh token that
 * Asana gave for them is revoked in the background.
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
