import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts and authenticates what is stored, each value bound to the row it stands in. */
export interface Seal {
  /** @param rowId goes in as associated data: the value opens in this row only */
  seal(value: unknown, rowId: string): Uint8Array;
  /**
   * Undefined for anything not sealed by one of our keys for this row. The caller names the type,
   * since it sealed the value.
   */
  open<Value>(sealed: unknown, rowId: string): Value | undefined;
}

/**
 * AES-256-GCM under keys derived from the session secrets, one for each purpose, so that what was
 * sealed for one purpose never opens for another. The first secret seals, every secret opens, so
 * that an operator can rotate it.
 *
 * Layout: 12 bytes nonce, 16 bytes tag, ciphertext. The nonce is random, which NIST allows for
 * 2^32 messages a key (SP 800-38D, 8.3).
 *
 * @param secrets newest first, each at least 32 characters
 * @see RFC 5869 (HKDF); OWASP ASVS 5, 11.3.2 and 14.2.4
 */
export function createSeal(secrets: readonly string[], purpose: string): Seal {
  const keys = secrets.map((secret) => deriveKey(secret, purpose));
  const [newest] = keys;
  if (!newest) throw new TypeError("no secret to seal with");

  return {
    seal(value, rowId) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", newest, nonce).setAAD(Buffer.from(rowId));
      const ciphertext = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(sealed, rowId) {
      if (!(sealed instanceof Uint8Array)) return undefined;
      for (const key of keys) {
        const text = decrypt(sealed, key, rowId);
        if (text !== undefined) return JSON.parse(text);
      }
      return undefined;
    },
  };
}

/** A key for one purpose, 32 bytes; the purpose goes in as `info` (RFC 5869, 3.2). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `sign-in-with-asana/${purpose}`, 32));
}

/** SHA-256 in hex: ids are stored this way, so that reading the store opens nothing. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const nonceBytes = 12;
const tagBytes = 16;

function decrypt(sealed: Uint8Array, key: Buffer, rowId: string): string | undefined {
  const textFrom = nonceBytes + tagBytes;
  if (sealed.length < textFrom) return undefined;
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(rowId))
    .setAuthTag(sealed.subarray(nonceBytes, textFrom));
  try {
    return decipher.update(sealed.subarray(textFrom), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined; // another key, another row, or altered: all the same to the caller
  }
}
