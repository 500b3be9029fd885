import type { Request, RequestHandler } from "express";
import type { Client } from "../fixed-values.ts";
import { findPerson } from "../people.ts";
import type { Code, Grant } from "../state.ts";
import { authenticateClient } from "./client-authentication.ts";
import { isSameSecret } from "./clients.ts";
import { optional, required } from "./form-body.ts";
import { findCredential, issueToken, revokeGrant } from "./grants.ts";
import { makeIdToken } from "./id-token.ts";
import { OAuthError } from "./oauth-error.ts";
import { codeChallengeOf, isCodeVerifier } from "./pkce.ts";
import type { Provider } from "./provider.ts";

/** A field with this value is left out of a JSON answer. */
const absent = undefined;

/** @see Asana, "OAuth", token exchange endpoint; RFC 6749, 4.1.3 and 6 */
export function tokenEndpoint(provider: Provider): RequestHandler {
  return async (req, res) => {
    const client = authenticateClient(provider, req);
    const grantType = required(req, "grant_type");
    if (grantType === "authorization_code") {
      res.json(await exchangeCode(provider, client, req));
    } else if (grantType === "refresh_token") {
      res.json(refresh(provider, client, req));
    } else {
      throw new OAuthError("unsupported_grant_type", "The `grant_type` provided was invalid.");
    }
  };
}

async function exchangeCode(provider: Provider, client: Client, req: Request) {
  const { switches } = provider;
  const { grantId, grant, nonce } = redeem(provider, client, req);
  const user = findPerson(grant.userGid);
  const hasIdToken = switches.idToken === "present" && grant.scopes.includes("openid");
  return {
    ...accessTokenAnswer(provider, grantId, grant),
    refresh_token:
      switches.refreshToken === "present" ? newRefreshToken(provider, grantId) : absent,
    id_token: hasIdToken && user ? await makeIdToken(provider, { user, grant, nonce }) : absent,
  };
}

/**
 * Every rule that binds a code: known, unexpired, of this client, unused, the same redirect URI,
 * the verifier of the challenge.
 *
 * @throws OAuthError `invalid_grant`
 * @see RFC 6749, 4.1.3; RFC 7636, 4.6; RFC 9700, 2.1.1; the lifetime was said by Asana's staff
 */
function redeem(provider: Provider, client: Client, req: Request): Code & { grant: Grant } {
  const { state, switches } = provider;
  const code = state.codes.get(required(req, "code"));
  const redirectUri = required(req, "redirect_uri");
  const codeVerifier = optional(req, "code_verifier");
  const refused = new OAuthError("invalid_grant", "The `code` provided was invalid.");
  const grant = code && state.grants.get(code.grantId);
  if (!code || grant?.clientId !== client.id) {
    throw refused;
  }
  if (code.used) {
    if (switches.codeReuse === "revoke") {
      revokeGrant(provider, code.grantId);
    }
    throw refused;
  }
  const isExpired = provider.now() >= code.issuedAt + switches.codeTtlSeconds * 1000;
  if (isExpired || code.redirectUri !== redirectUri || !isVerified(code, codeVerifier)) {
    throw refused;
  }
  code.used = true;
  return { ...code, grant };
}

/** A verifier without a challenge is refused as well. @see RFC 9700, 2.1.1, PKCE downgrade */
function isVerified({ codeChallenge }: Code, codeVerifier: string | undefined): boolean {
  if (codeChallenge === null || codeVerifier === undefined) {
    return codeChallenge === null && codeVerifier === undefined;
  }
  return isCodeVerifier(codeVerifier) && isSameSecret(codeChallengeOf(codeVerifier), codeChallenge);
}

/** Scopes stay as granted; the answer has no refresh token unless the switch says otherwise. */
function refresh(provider: Provider, client: Client, req: Request) {
  const { state, switches } = provider;
  const refreshToken = required(req, "refresh_token");
  const found = findCredential(provider, refreshToken);
  if (found?.kind !== "refresh" || !found.isActive || found.grant.clientId !== client.id) {
    throw new OAuthError("invalid_grant", "The `refresh_token` provided was invalid.");
  }
  const { grantId, grant } = found;
  const answer = accessTokenAnswer(provider, grantId, grant);
  if (switches.refresh === "keep") {
    return answer;
  }
  if (switches.refresh === "return-same") {
    return { ...answer, refresh_token: refreshToken };
  }
  state.tokens.delete(refreshToken);
  return { ...answer, refresh_token: newRefreshToken(provider, grantId) };
}

function accessTokenAnswer(provider: Provider, grantId: string, grant: Grant) {
  const { expiresIn, tokenType, tokenScope, tokenData } = provider.switches;
  const lifetimeSeconds = typeof expiresIn === "number" ? expiresIn : 3600;
  const expiry = expiresIn === "string" ? String(lifetimeSeconds) : lifetimeSeconds;
  return {
    access_token: issueToken(provider, "access", { grantId, lifetimeSeconds }),
    expires_in: expiresIn === "absent" ? absent : expiry,
    token_type: tokenType,
    scope: tokenScope === "present" ? grant.scopes.join(" ") : absent,
    data: tokenData === "present" ? personData(provider, grant) : absent,
  };
}

/** `id` is a number, as documented, and so not to be trusted beyond 2^53; `gid` is. */
function personData({ switches }: Provider, { userGid, scopes }: Grant) {
  const person = findPerson(userGid);
  const showsEmail = switches.dataEmail === "present" || scopes.includes("email");
  const email = showsEmail ? person?.email : absent;
  return { id: Number(userGid), gid: userGid, name: person?.name, email };
}

function newRefreshToken(provider: Provider, grantId: string): string {
  const ttl = provider.switches.refreshTtlSeconds;
  const lifetimeSeconds = ttl === "never" ? null : ttl;
  return issueToken(provider, "refresh", { grantId, lifetimeSeconds });
}
