import { findPerson } from "../people.ts";
import { accessTokenOf } from "../rest/caller.ts";
import { forbidden } from "../rest/error.ts";
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
    throw forbidden("Forbidden: this token lacks the scope openid");
  }
  const sub = provider.switches.sub === "match" ? grant.userGid : `${grant.userGid}0`;
  return { sub, ...profileClaims(provider, grant) };
}

/** @returns the claims that `email` and `profile` give @see Asana, "OAuth scopes" */
export function profileClaims({ origin, switches }: Provider, { userGid, scopes }: Grant) {
  const person = findPerson(userGid);
  const noPhoto = switches.picture === "null" ? null : undefined;
  const picture = person?.photo ? `${origin}/photos/${person.photo}` : noPhoto;
  const email_verified = switches.emailVerified === "absent" ? undefined : switches.emailVerified;
  return {
    ...(scopes.includes("profile") ? { name: person?.name, picture } : {}),
    ...(scopes.includes("email") ? { email: person?.email, email_verified } : {}),
  };
}
