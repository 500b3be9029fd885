import { randomUUID } from "node:crypto";
import type { Code, ReachableWorkspaces } from "../state.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import { issue } from "./grants.ts";
import { makeIdToken } from "./id-token.ts";
import type { ResponseTarget } from "./oauth-error.ts";
import type { Provider } from "./provider.ts";

/**
 * The answer to Allow: a code, an ID token, or both, as the request asked.
 * @returns the address to redirect to
 * @see RFC 6749, 4.1.2; OpenID Connect Core 1.0, 3.2.2.5 and 3.3.2.5
 */
export async function allow(
  provider: Provider,
  { client, target, scopes: asked, codeChallenge, nonce }: AuthorizationRequest,
  { userGid, workspaces }: { userGid: string; workspaces: ReachableWorkspaces },
): Promise<string> {
  const { state, switches, now } = provider;
  const allowed = switches.grant === "all" ? asked : switches.grant.split(" ");
  const scopes = asked.filter((scope) => allowed.includes(scope));
  const grant = { userGid, clientId: client.id, scopes, workspaces, grantedAt: now() };
  const answer: Record<string, string> = {};
  if (target.responseType.startsWith("code")) {
    const grantId = randomUUID();
    state.grants.set(grantId, grant);
    const { redirectUri } = target;
    const bound = { grantId, redirectUri, codeChallenge, nonce };
    const code: Code = { kind: "code", ...bound, issuedAt: now(), used: false };
    answer.code = issue(provider, state.codes, code);
  }
  if (target.responseType.endsWith("id_token")) {
    answer.id_token = await makeIdToken(provider, grant, nonce);
  }
  return responseUrl(target, answer);
}

/**
 * @returns the redirect URI with these parameters and the request's `state`, unchanged: in the
 *   query, or behind the `#` where an ID token was asked for
 * @see OAuth 2.0 Multiple Response Type Encoding, 3 and 5
 */
export function responseUrl(
  { redirectUri, responseType, state }: ResponseTarget,
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri);
  const part = responseType.includes("id_token") ? "hash" : "search";
  const parameters = new URLSearchParams(part === "search" ? url.search : "");
  for (const [name, value] of Object.entries({ ...answer, ...(state && { state }) })) {
    parameters.append(name, value);
  }
  url[part] = parameters.toString();
  return url.href;
}
