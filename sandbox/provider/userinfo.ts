import { findPerson } from "../people.ts";
import { accessTokenOf, missingScope } from "../rest/caller.ts";
import type { Grant } from "../state.ts";
import type { Provider } from "./provider.ts";

/**
 * UserInfo: plain OpenID Connect JSON, without Asana's envelope. 403 without `openid`, and so for a
 * personal access token or a service account's (undocumented).
 * @throws RestError 401, 403
 * @see Asana, "OpenID Connect"; OpenID Connect Core 1.0, 5.3
 */
export function userInfo(provider: Provider, authorization?: string) {
  const { grant } = accessTokenOf(provider, authorization);
  if (!grant.scopes.includes("openid")) {
    throw missingScope("openid", provider);
  }
  const sub = provider.switches.sub === "match" ? grant.userGid : `${grant.userGid}0`;
  return { sub, ...profileClaims(provider, grant) };
}

/** @returns the claims that `email` and `profile` give @see Asana, "OAuth scopes" */
export function profileClaims({ origin, switches }: Provider, { userGid, scopes }: Grant) {
  const person = findPerson(userGid);
  const noPhoto = switches.picture === "null" ? null : undefined;
  const picture = person?.photo ? `${origin}/photos/${person.photo}` : noPhoto;
  const verified = switches.emailVerified === "string" ? "true" : switches.emailVerified;
  const email_verified = verified === "absent" ? undefined : verified;
  return {
    ...(scopes.includes("profile") ? { name: person?.name, picture } : {}),
    ...(scopes.includes("email") ? { email: person?.email, email_verified } : {}),
  };
}
