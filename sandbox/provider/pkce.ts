import { createHash } from "node:crypto";

/** BASE64URL(SHA256(ASCII(code_verifier))). @see RFC 7636, 4.2 */
export function codeChallengeOf(codeVerifier: string): string {
  return createHash("sha256").update(codeVerifier, "ascii").digest("base64url");
}

/** A SHA-256 digest in base64url has 43 characters. */
export function isCodeChallenge(value: string): boolean {
  return /^[\w-]{43}$/.test(value);
}

/** @see RFC 7636, 4.1 */
export function isCodeVerifier(value: string): boolean {
  return /^[\w.~-]{43,128}$/.test(value);
}
