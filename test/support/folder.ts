import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterThisTest } from "./cleanup.ts";

/** A new empty folder, deleted after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sign-in-with-asana-"));
  afterThisTest(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
