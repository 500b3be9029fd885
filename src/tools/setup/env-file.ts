import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { changeEnvText, type EnvChanges } from "./env-text.ts";

/**
 * Changes settings in a `.env` file, or makes the file. Only this user may read it afterwards. The new
 * text is written to a second file and renamed, so that a crash leaves the old text or the new one.
 *
 * @throws ConfigError when a value cannot be written; the system's error
 */
export function changeEnvFile(file: string, changes: EnvChanges): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const text = existsSync(file) ? readFileSync(target, "utf8") : "";
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, changeEnvText(text, changes), { mode: 0o600, flag: "wx" });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}
