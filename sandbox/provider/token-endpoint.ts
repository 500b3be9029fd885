import { createHash } from "node:crypto";
import { findPerson } from "../people.ts";
import type { Client, Grant } from "../state.ts";
import { authenticateClient } from "./client-authentication.ts";
import { findToken, issue, revokeGrant } from "./grants.ts";
import { makeIdToken } from "./id-token.ts";
import { refuseUnless } from "./oauth-error.ts";
import { type Parameters, required } from "./parameters.ts";
import type { Provider } from "./provider.ts";

/** @see Asana, "OAuth", token exchange endpoint; RFC 6749, 4.1.3 and 6 */
export function answerTokenRequest(provider: Provider, form: Parameters, authorization?: string) {
  const client = authenticateClient(provider, form, authorization);
  const grantType = required(form, "grant_type");
  if (grantType === "refresh_token") {
    return refresh(provider, client, form);
  }
  const isKnown = grantType === "authorization_code";
  refuseUnless(isKnown, "The `grant_type` provided was invalid.", "unsupported_grant_type");
  return exchangeCode(provider, client, form);
}

/**
 * Every rule that binds a code stands in `isGood`; a verifier without a challenge is refused too.
 * @throws OAuthError `invalid_grant`
 * @see RFC 6749, 4.1.3; RFC 7636, 4.1 and 4.6; RFC 9700, 2.1.1; Asana's staff said the lifetime
 */
async function exchangeCode(provider: Provider, client: Client, form: Parameters) {
  const { state, switches } = provider;
  const code = state.codes.get(required(form, "code"));
  const redirectUri = required(form, "redirect_uri");
  const codeVerifier = form.code_verifier;
  const grant = state.grants.get(code?.grantId ?? "");
  const isOwn = code && grant?.clientId === client.id;
  if (isOwn && code.used && switches.codeReuse === "revoke") {
    revokeGrant(provider, code.grantId);
  }
  const isGood =
    isOwn &&
    !code.used &&
    provider.now() < code.issuedAt + switches.codeTtlSeconds * 1000 &&
    code.redirectUri === redirectUri &&
    /^([\w.~-]{43,128})?$/.test(codeVerifier ?? "") &&
    codeChallengeOf(codeVerifier) === code.codeChallenge;
  refuseUnless(isGood, "The `code` provided was invalid.", "invalid_grant");
  code.used = true;
  const hasRefreshToken = switches.refreshToken === "present";
  const hasIdToken = switches.idToken === "present" && grant.scopes.includes("openid");
  return {
    ...accessTokenAnswer(provider, code.grantId, grant),
    refresh_token: hasRefreshToken ? newRefreshToken(provider, code.grantId) : undefined,
    id_token: hasIdToken ? await makeIdToken(provider, grant, code.nonce) : undefined,
  };
}

/** BASE64URL(SHA256(ASCII(code_verifier))); none for none. @see RFC 7636, 4.2 */
export function codeChallengeOf(codeVerifier: string | undefined): string | undefined {
  return codeVerifier && createHash("sha256").update(codeVerifier, "ascii").digest("base64url");
}

/** Scopes stay as granted; the answer has no refresh token unless the switch says otherwise. */
function refresh(provider: Provider, client: Client, form: Parameters) {
  const { state, switches } = provider;
  const old = required(form, "refresh_token");
  const found = findToken(provider, old);
  const isOwn = found?.kind === "refresh" && found.grant.clientId === client.id;
  const isGood = isOwn && found.isActive;
  refuseUnless(isGood, "The `refresh_token` provided was invalid.", "invalid_grant");
  const answer = accessTokenAnswer(provider, found.grantId, found.grant);
  if (switches.refresh !== "rotate") {
    return { ...answer, refresh_token: switches.refresh === "keep" ? undefined : old };
  }
  state.tokens.delete(old);
  return { ...answer, refresh_token: newRefreshToken(provider, found.grantId) };
}

function accessTokenAnswer(provider: Provider, grantId: string, grant: Grant) {
  const { expiresIn, tokenType, tokenScope, tokenData } = provider.switches;
  const seconds = typeof expiresIn === "number" ? expiresIn : 3600;
  const expiresAt = provider.now() + seconds * 1000;
  const expiry = expiresIn === "string" ? String(seconds) : seconds;
  return {
    access_token: issue(provider, provider.state.tokens, { kind: "access", grantId, expiresAt }),
    expires_in: expiresIn === "absent" ? undefined : expiry,
    token_type: tokenType,
    scope: tokenScope === "present" ? grant.scopes.join(" ") : undefined,
    data: tokenData === "present" ? personData(provider, grant) : undefined,
  };
}

/** `id` is a number, as documented, and so not to be trusted beyond 2^53; `gid` is. */
function personData({ switches }: Provider, { userGid, scopes }: Grant) {
  const person = findPerson(userGid);
  const showsEmail = switches.dataEmail === "present" || scopes.includes("email");
  const email = showsEmail ? person?.email : undefined;
  return { id: Number(userGid), gid: userGid, name: person?.name, email };
}

function newRefreshToken(provider: Provider, grantId: string): string {
  const { refreshTtlSeconds: ttl } = provider.switches;
  const expiresAt = ttl === "never" ? null : provider.now() + ttl * 1000;
  return issue(provider, provider.state.tokens, { kind: "refresh", grantId, expiresAt });
}
