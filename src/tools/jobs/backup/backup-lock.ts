import { readFile, rename, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { BackupProblem, codeOf, onDisk } from "./backup-problem.ts";

const Holder = v.object({ pid: v.number(), host: v.string() });
type Holder = v.InferOutput<typeof Holder>;

export const lockName = "backup.lock";

/**
 * Keeps other processes out of a folder. Takes over the lock of a process that has ended.
 *
 * @param pid of this process
 * @returns a function that unlocks the folder
 * @throws BackupProblem `folder` while another process has it
 */
export async function lockFolder(folder: string, pid: number): Promise<() => Promise<void>> {
  const file = join(folder, lockName);
  const own = JSON.stringify({ pid, host: hostname() });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await isCreated(file, own)) return () => unlink(file).catch(() => undefined); // it may be deleted already
    await removeIfAbandoned(file, pid);
  }
  throw new BackupProblem("folder", `${folder} is in use by another backup.`);
}

function isCreated(file: string, text: string): Promise<boolean> {
  return onDisk(`${file} cannot be written`, async () => {
    try {
      await writeFile(file, text, { flag: "wx", mode: 0o600 });
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  });
}

/** Renames the lock before deleting it: of several processes that try, only one succeeds. */
async function removeIfAbandoned(file: string, pid: number): Promise<void> {
  const text = await readIfThere(file);
  if (text === undefined) return;
  const holder = holderIn(text);
  if (holder && !isGone(holder, pid)) {
    throw new BackupProblem(
      "folder",
      `Process ${holder.pid} on ${holder.host} is writing this backup. If that process does not exist, delete ${file}.`,
    );
  }
  const moved = `${file}.${pid}`;
  const isMoved = await rename(file, moved).then(
    () => true,
    () => false, // another process was faster
  );
  if (!isMoved) return;
  if ((await readIfThere(moved)) === text) await unlink(moved);
  else await rename(moved, file);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @returns undefined for a lock whose writing was interrupted */
function holderIn(text: string): Holder | undefined {
  try {
    return v.parse(Holder, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** In a container every run has the same pid, so a lock with our own is left from an earlier run. */
function isGone(holder: Holder, pid: number): boolean {
  if (holder.host !== hostname()) return false;
  if (holder.pid === pid) return true;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}
