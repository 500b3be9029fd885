import type { User } from "../people.ts";
import type { ReachableWorkspaces } from "../state.ts";
import type { AuthorizationRequest, ResponseTarget } from "./authorization-request.ts";
import { issueCode, openGrant } from "./grants.ts";
import { makeIdToken } from "./id-token.ts";
import type { Provider } from "./provider.ts";
import { grantedScopes } from "./scopes.ts";

/**
 * The answer to Allow: a code, an ID token, or both, as the request asked.
 *
 * @returns the address to redirect to
 * @see RFC 6749, 4.1.2; OpenID Connect Core 1.0, 3.2.2.5 and 3.3.2.5
 */
export async function allow(
  provider: Provider,
  request: AuthorizationRequest,
  { user, workspaces }: { user: User; workspaces: ReachableWorkspaces },
): Promise<string> {
  const { target, codeChallenge, nonce } = request;
  const scopes = grantedScopes(request.scopes, provider.switches);
  const grant = { userGid: user.gid, clientId: request.client.id, scopes, workspaces };
  const answer: Record<string, string> = {};
  if (request.wantsCode) {
    const grantId = openGrant(provider, grant);
    answer.code = issueCode(provider, {
      grantId,
      redirectUri: target.redirectUri,
      codeChallenge,
      nonce,
    });
  }
  if (request.wantsIdToken) {
    answer.id_token = await makeIdToken(provider, { user, grant, nonce });
  }
  return responseUrl(target, answer);
}

/** The answer to Deny. Asana says only that the person is redirected; the code is RFC 6749's. */
export function deny({ switches }: Provider, { target }: AuthorizationRequest): string {
  return responseUrl(target, { error: switches.denyError });
}

/** @returns the redirect URI with these parameters and the request's `state`, unchanged */
export function responseUrl(
  { redirectUri, state, inFragment }: ResponseTarget,
  parameters: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri);
  const answer = new URLSearchParams({ ...parameters, ...(state === null ? {} : { state }) });
  if (inFragment) {
    url.hash = answer.toString();
  }
  for (const [name, value] of inFragment ? [] : answer) {
    url.searchParams.append(name, value);
  }
  return url.href;
}
