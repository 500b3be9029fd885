import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { changeEnvText, type EnvChanges } from "./env-text.ts";

/**
 * Changes settings in a `.env` file, which only this user may read afterwards, and makes it when
 * there is none. It is written beside the file and renamed, so that a crash leaves one of the two.
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
