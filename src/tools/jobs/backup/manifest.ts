import { createHash } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { BackupProblem, codeOf, onDisk } from "./backup-problem.ts";
import { type Kind, kinds } from "./backup-records.ts";
import { Subject } from "./journal.ts";
import { wholeLines } from "./whole-lines.ts";

const FileEntry = v.object({ count: v.number(), bytes: v.number(), sha256: v.string() });
type FileEntry = v.InferOutput<typeof FileEntry>;

export type Manifest = v.InferOutput<typeof Manifest>;

/** The contents of a finished backup. An unfinished one has no manifest. */
const Manifest = v.object({
  ...Subject.entries,
  startedAt: v.string(),
  finishedAt: v.string(),
  files: v.record(v.string(), FileEntry),
  missing: v.array(v.object({ what: v.string(), reason: v.string() })),
});

export const manifestName = "manifest.json";

/** The name of a kind's file in a finished backup. */
export function finalName(kind: Kind): string {
  return `${kind}.jsonl`;
}

/**
 * Reads a backup's manifest.
 *
 * @returns undefined when there is none: the backup is not finished
 * @throws BackupProblem
 */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, manifestName);
  const text = await onDisk(`${file} cannot be read`, () =>
    readFile(file, "utf8").catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }),
  );
  if (text === undefined) return undefined;
  try {
    return v.parse(Manifest, JSON.parse(text));
  } catch (error) {
    throw new BackupProblem("folder", `${file} is damaged: it is not what a backup writes.`, error);
  }
}

/** Writes the manifest so that it appears whole or not at all. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = join(folder, manifestName);
  await onDisk(`${file} cannot be written`, async () => {
    const handle = await open(`${file}.partial`, "w", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.partial`, file);
  });
}

/**
 * Counts, size and checksum of a file of records.
 *
 * @param onLine is given each line
 * @throws BackupProblem `disk`
 */
export async function measure(
  file: string,
  onLine: (text: string, number: number) => void = () => {},
): Promise<FileEntry> {
  const hash = createHash("sha256");
  let [count, bytes] = [0, 0];
  await onDisk(`${file} cannot be read`, async () => {
    const lines = wholeLines(file, (piece) => {
      hash.update(piece);
      bytes += piece.length;
    });
    for await (const { text } of lines) {
      count += 1;
      onLine(text, count);
    }
  });
  return { count, bytes, sha256: hash.digest("hex") };
}

/** Counts, sizes and checksums of all files of a folder. */
export async function measureAll(
  folder: string,
  nameOf: (kind: Kind) => string,
): Promise<Manifest["files"]> {
  const files: Record<string, FileEntry> = {};
  for (const kind of kinds) files[finalName(kind)] = await measure(join(folder, nameOf(kind)));
  return files;
}
