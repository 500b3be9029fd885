import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError } from "../config-error.ts";

/**
 * The secret of a development machine: made at the first start and kept (0600), so that people stay
 * signed in across restarts without a setting. Production has `SESSION_SECRET` instead.
 *
 * @throws ConfigError when the file is damaged; the system's error when it cannot be written
 */
export function readOrMakeSecret(file = "data/session-secret"): string {
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = statSync(file).isFile() ? readFileSync(file, "utf8").trim() : "";
  if (secret.length < 32) {
    throw new ConfigError([`SESSION_SECRET is not set and ${file} is damaged; delete that file`]);
  }
  return secret;
}
