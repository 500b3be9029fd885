// What a run leaves behind is removed when the process ends, however it ends but by SIGKILL.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Does it when the process ends. It has to be synchronous. */
export function atTheEnd(work) {
  process.on("exit", work);
}

export function endOnSignals() {
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
}

/** A folder that is gone at the end, if not before. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "sign-in-with-asana-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  atTheEnd(remove);
  return { folder, remove };
}
