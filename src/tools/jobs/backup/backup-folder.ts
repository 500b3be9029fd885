import { chmod, mkdir, readdir, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { lockName } from "./backup-lock.ts";
import { BackupProblem, codeOf, onDisk } from "./backup-problem.ts";
import { type Kind, kinds } from "./backup-records.ts";
import { journalName, partialName } from "./backup-store.ts";
import { emptyJournal, type Journal, readJournal, type Subject } from "./journal.ts";
import { finalName, manifestName } from "./manifest.ts";

/**
 * Makes the folder, for this user alone. A folder that exists is used if it is empty or holds a backup.
 *
 * @throws BackupProblem
 */
export async function prepareFolder(folder: string): Promise<void> {
  await onDisk(`${folder} cannot be made`, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  const names = await onDisk(`${folder} cannot be read`, () => readdir(folder));
  const others = names.filter((name) => !name.startsWith(lockName));
  if (others.length > 0 && !others.includes(journalName) && !others.includes(manifestName)) {
    throw new BackupProblem(
      "folder",
      `${folder} holds other files and no backup. Name a folder that is empty or not there.`,
    );
  }
  await onDisk(`${folder} cannot be made private`, () => chmod(folder, 0o700));
}

/**
 * How far the backup in a folder has come.
 *
 * @param now ISO 8601
 * @throws BackupProblem `folder` when it is a backup of another workspace, user or Asana
 */
export async function openJournal(folder: string, subject: Subject, now: string): Promise<Journal> {
  const file = join(folder, journalName);
  const sizes = await onDisk(`${folder} cannot be read`, () => partialSizes(folder));
  const isThere = (await sizeOf(file)) !== undefined;
  const journal = isThere
    ? await onDisk(`${file} cannot be read`, () => readJournal(file, sizes))
    : undefined;
  if (!journal) {
    if (Object.values(sizes).some((size) => size > 0)) throw damaged(folder);
    return emptyJournal({ ...subject, format: 1, startedAt: now });
  }
  requireSame(folder, journal.header, subject);
  return journal;
}

/**
 * Checks that a folder holds a backup of the wanted workspace, by the same user, from the same Asana.
 *
 * @throws BackupProblem `folder`
 */
export function requireSame(
  folder: string,
  found: Subject,
  wanted: { readonly workspace?: { readonly gid: string } } & Partial<Omit<Subject, "workspace">>,
): void {
  const differences = [
    wanted.workspace && wanted.workspace.gid !== found.workspace.gid
      ? `of the workspace ${found.workspace.gid}`
      : "",
    wanted.apiBaseUrl && wanted.apiBaseUrl !== found.apiBaseUrl ? `from ${found.apiBaseUrl}` : "",
    wanted.readAs && wanted.readAs.gid !== found.readAs.gid
      ? `with a token of the user ${found.readAs.gid}`
      : "",
  ].filter((difference) => difference !== "");
  if (differences.length === 0) return;
  throw new BackupProblem(
    "folder",
    `${folder} holds another backup: ${differences.join(", ")}. Name another folder.`,
  );
}

/** Renames the files of a finished backup to their last names. */
export async function nameFinished(folder: string): Promise<void> {
  await onDisk(`${folder} cannot be written`, async () => {
    for (const kind of kinds) {
      await rename(join(folder, partialName(kind)), join(folder, finalName(kind)));
    }
  });
}

/** Deletes the journal; call it once the manifest is there, which makes the backup finished. */
export async function removeJournal(folder: string): Promise<void> {
  await onDisk(`${folder} cannot be written`, () => unlink(join(folder, journalName)));
}

/** Sizes of the files, after taking back last names that an interrupted run gave too early. */
async function partialSizes(folder: string): Promise<Record<Kind, number>> {
  const sizes = { users: 0, teams: 0, projects: 0, tasks: 0, stories: 0 };
  for (const kind of kinds) {
    const partial = join(folder, partialName(kind));
    const final = join(folder, finalName(kind));
    if ((await sizeOf(partial)) === undefined && (await sizeOf(final)) !== undefined) {
      await rename(final, partial);
    }
    sizes[kind] = (await sizeOf(partial)) ?? 0;
  }
  return sizes;
}

function damaged(folder: string): BackupProblem {
  return new BackupProblem(
    "folder",
    `${folder} holds a backup whose journal cannot be read, so it cannot go on. Name another folder.`,
  );
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
