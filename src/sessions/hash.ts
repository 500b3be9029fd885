import { createHash } from "node:crypto";

/** SHA-256 in hex: ids are stored this way, so that reading the store opens nothing. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
