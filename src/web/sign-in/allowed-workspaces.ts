import { AsanaApiError } from "../../asana/api-error.ts";
import { createAsanaClient, fixedToken } from "../../asana/client.ts";
import { belongsToOneOf } from "../../asana/workspaces.ts";
import { revokeRefreshToken } from "../../auth/revocation.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import type { Tokens } from "../../auth/tokens.ts";
import type { Dependencies } from "../dependencies.ts";

/**
 * Lets in people of ALLOWED_WORKSPACES only. The app asks Asana with the person's own token, and never
 * looks at an e-mail address. It revokes the token of a person who is not let in, in the background.
 *
 * @throws SignInError `workspace-not-allowed`, `workspaces-unknown`
 */
export async function requireAllowedWorkspace(
  tokens: Pick<Tokens, "accessToken" | "refreshToken">,
  about: Pick<Dependencies, "config" | "provider" | "background" | "log">,
): Promise<void> {
  const { config, provider, background, log } = about;
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
