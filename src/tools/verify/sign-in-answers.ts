import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { described, send } from "./contract-check.ts";
import type { Known } from "./expectation.ts";
import { bodyOf, codeFields, tokenAnswer } from "./token-calls.ts";
import type { Visit } from "./visit.ts";

/** Learns from a sign-in as the app makes it: tokens, ID token, UserInfo, refresh. */
export async function learnFromFirst(visit: Visit): Promise<void> {
  const { known, parameters, codeVerifier, handedOut, differences } = visit;
  if (!parameters.has("code")) {
    differences.push("the authorization response: expected a code, received an error");
    return;
  }
  const answer = await tokenAnswer(visit, { ...codeFields(visit), code_verifier: codeVerifier });
  const body = bodyOf(answer);
  const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = body;
  if (typeof accessToken !== "string") {
    differences.push(`access_token: expected a string, received ${described(accessToken)}`);
    return;
  }
  learnFromTokens(body, known);
  if (typeof idToken === "string") await learnFromIdToken(idToken, visit);
  await learnFromUserInfo(accessToken, visit);
  if (typeof refreshToken === "string") {
    handedOut.push(refreshToken);
    await learnFromRefresh(refreshToken, visit);
  }
}

/** Asana's page OAuth, token exchange endpoint. */
function learnFromTokens(body: Readonly<Record<string, unknown>>, known: Known): void {
  const { token_type: type, expires_in: expiresIn } = body;
  if (typeof type === "string") known.set("tokenType", type);
  const lifetime = typeof expiresIn === "number" ? String(expiresIn) : typeof expiresIn;
  known.set("expiresIn", lifetime === "undefined" ? "absent" : lifetime);
  const presence = [
    ["tokenScope", "scope"],
    ["tokenData", "data"],
    ["refreshToken", "refresh_token"],
    ["idToken", "id_token"],
  ] as const;
  for (const [name, member] of presence) {
    known.set(name, member in body ? "present" : "absent");
  }
}

/** OpenID Connect Core 1.0, 2 and 3.1.3.7. */
async function learnFromIdToken(idToken: string, visit: Visit): Promise<void> {
  const { known, nonce, settings, differences } = visit;
  try {
    const header = decodeProtectedHeader(idToken);
    const claims = decodeJwt(idToken);
    known.set("algorithm", String(header.alg));
    known.set("kid", header.kid === undefined ? "absent" : "present");
    known.set("claims", Object.keys(claims).sort().join(" "));
    known.set("subject", String(claims.sub));
    known.set("nonce", claims.nonce === nonce ? "echo" : "omit");
    known.set("idTokenClaims", "name" in claims || "email" in claims ? "profile" : "minimal");
    const keys = createRemoteJWKSet(new URL(known.get("jwks_uri") ?? ""));
    await jwtVerify(idToken, keys, {
      issuer: known.get("issuer") ?? settings.issuer,
      audience: settings.client.id,
      requiredClaims: ["sub", "iat", "exp"],
      clockTolerance: 60,
    });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    differences.push(`id_token: expected one that verifies, received another (${String(code)})`);
  }
}

/** OpenID Connect Core 1.0, 5.3; Asana's page OpenID Connect. */
async function learnFromUserInfo(
  accessToken: string,
  { known, signal, differences }: Visit,
): Promise<void> {
  const url = known.get("userinfo_endpoint") ?? "";
  const answer = await send({ method: "GET", url, token: accessToken }, signal);
  const body = bodyOf(answer);
  if (answer?.status !== 200 || typeof body.sub !== "string") {
    differences.push(`UserInfo: expected sub, received status ${answer?.status}`);
    return;
  }
  const { sub, email_verified: isVerified, picture } = body;
  known.set("sub", sub === known.get("subject") ? "match" : "mismatch");
  known.set("userInfoClaims", Object.keys(body).sort().join(" "));
  const word = typeof isVerified === "string" ? "string" : String(isVerified);
  known.set("emailVerified", isVerified === undefined ? "absent" : word);
  if (typeof picture !== "string") known.set("picture", picture === null ? "null" : "absent");
}

/** RFC 6749, 6; Asana's page OAuth, token refresh. */
async function learnFromRefresh(refreshToken: string, visit: Visit): Promise<void> {
  const { known, handedOut, differences } = visit;
  const fields = { grant_type: "refresh_token", refresh_token: refreshToken };
  const answer = await tokenAnswer(visit, fields);
  const { access_token: accessToken, refresh_token: next } = bodyOf(answer);
  if (typeof accessToken !== "string") {
    differences.push(`the refresh: expected an access token, received status ${answer?.status}`);
    return;
  }
  if (typeof next !== "string") {
    known.set("refresh", "keep");
  } else {
    known.set("refresh", next === refreshToken ? "return-same" : "rotate");
    handedOut.push(next);
  }
}
