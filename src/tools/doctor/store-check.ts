import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { refuseForeign } from "../../store/sqlite/sqlite-file.ts";
import { openSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { StoreError } from "../../store-error.ts";
import { advice, type Finding, ok, toFix } from "./finding.ts";

const slowWriteMs = 20;
const writes = 50;

/**
 * Checks that sessions can be kept: the file is not there yet or one of ours, and its folder can be
 * written to. Writes are timed on a file of their own; the sessions are not touched.
 */
export async function checkStore(file: string): Promise<Finding> {
  try {
    if (existsSync(file)) refuseForeign(file);
    const milliseconds = await timeWrites(dirname(file));
    const speed = `a write takes ${milliseconds.toFixed(milliseconds < 1 ? 2 : 0)} ms`;
    if (milliseconds < slowWriteMs) return ok("SESSION_DB", `${file} can be written: ${speed}.`);
    return advice(
      "SESSION_DB",
      `${file} can be written, but slowly: ${speed}, and the app serves no page meanwhile.`,
      "Put it on a disk of this machine, not on a network share.",
    );
  } catch (error) {
    const cause = error instanceof StoreError ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return toFix(
      "SESSION_DB",
      `${file} cannot be used: ${reason}.`,
      "Use a file of this app, or a new one, in a folder that this user may write to.",
    );
  }
}

/** How many milliseconds a transaction takes; leaves the folder as it was. */
async function timeWrites(folder: string): Promise<number> {
  const isNew = !existsSync(folder);
  if (isNew) mkdirSync(folder, { mode: 0o700 });
  const file = join(folder, `.doctor-${randomUUID()}.db`);
  try {
    const nothing = { session: () => undefined, tokens: () => undefined };
    const store = await openSqliteStore({ file, now: Date.now, takeOver: nothing });
    const startedAt = performance.now();
    for (let write = 0; write < writes; write += 1) {
      const attempt = { id: String(write), browser: "", sealed: Buffer.alloc(0), expiresAt: 0 };
      await store.attempts.add(attempt, writes);
    }
    const milliseconds = (performance.now() - startedAt) / writes;
    await store.close();
    return milliseconds;
  } finally {
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
    if (isNew) rmdirSync(folder);
  }
}

/** Checks who may read the secret that the app makes in development. */
export function checkSecretFile(file: string): Finding {
  const variable = "SESSION_SECRET";
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return ok(variable, `Not set: the first start makes one, in ${file}.`);
  if (process.platform !== "win32" && (stats.mode & 0o077) !== 0) {
    return advice(variable, `Other users of this machine may read ${file}.`, `chmod 600 ${file}`);
  }
  return ok(variable, `Not set: ${file} holds the one that was made.`);
}
