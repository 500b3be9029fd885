import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts and authenticates what is stored, each value bound to the row it stands in. */
export interface Seal {
  /** @param rowId goes in as associated data: the value opens in this row only */
  seal(value: unknown, rowId: string): Buffer;
  /** @returns undefined for anything not sealed by one of our keys for this row */
  open(sealed: Uint8Array, rowId: string): unknown;
}

/**
 * AES-256-GCM under keys derived from the session secrets, one for each purpose, so that what was
 * sealed for one purpose never opens for another. The first secret seals, every secret opens: that
 * is how a secret is rotated.
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
      for (const key of keys) {
        const text = decrypt(sealed, { key, rowId });
        if (text !== undefined) return JSON.parse(text);
      }
      return undefined;
    },
  };
}

/**
 * A key for one purpose, 32 bytes.
 *
 * @see RFC 5869, 3.2: the purpose goes in as `info`
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `sign-in-with-asana/${purpose}`, 32));
}

const nonceBytes = 12;
const tagBytes = 16;

function decrypt(
  sealed: Uint8Array,
  { key, rowId }: { key: Buffer; rowId: string },
): string | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(rowId)).setAuthTag(tag);
  try {
    return (
      decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, "utf8") +
      decipher.final("utf8")
    );
  } catch {
    return undefined; // another key, another row, or altered: all the same to the caller
  }
}
