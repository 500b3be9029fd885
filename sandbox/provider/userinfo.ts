import type { RequestHandler } from "express";
import { findPerson, type User } from "../people.ts";
import { asanaErrors } from "../rest/error.ts";
import { findCredential } from "./grants.ts";
import type { Provider } from "./provider.ts";

/**
 * UserInfo: plain OpenID Connect JSON, without Asana's envelope.
 * 401 without a valid access token; 403 without `openid`, and for a personal access token or a
 * service account's (undocumented).
 *
 * @see Asana, "OpenID Connect"; OpenID Connect Core 1.0, 5.3
 */
export function userInfoEndpoint(provider: Provider): RequestHandler {
  return (req, res) => {
    const credential = findCredential(provider, bearerToken(req.headers.authorization));
    if (credential === undefined || !credential.isActive || credential.kind === "refresh") {
      res.set("WWW-Authenticate", "Bearer");
      res.status(401).json(asanaErrors("Not Authorized"));
      return;
    }
    const user = credential.kind === "access" ? findPerson(credential.grant.userGid) : undefined;
    if (credential.kind !== "access" || !credential.grant.scopes.includes("openid") || !user) {
      res.status(403).json(asanaErrors("Forbidden: this token lacks the scope openid"));
      return;
    }
    const sub = provider.switches.sub === "match" ? user.gid : `${user.gid}0`;
    res.json({ sub, ...profileClaims(provider, user, credential.grant.scopes) });
  };
}

/** @returns the claims that `email` and `profile` give @see Asana, "OAuth scopes" */
export function profileClaims(
  { origin, switches }: Provider,
  user: User,
  scopes: readonly string[],
): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  if (scopes.includes("profile")) {
    claims.name = user.name;
    if (user.photo !== null) {
      claims.picture = `${origin}/photos/${user.photo}`;
    } else if (switches.picture === "null") {
      claims.picture = null;
    }
  }
  if (scopes.includes("email")) {
    claims.email = user.email;
    if (switches.emailVerified !== "absent") {
      claims.email_verified = switches.emailVerified;
    }
  }
  return claims;
}

/** @returns the token of an `Authorization` header, undefined when there is none */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
}
