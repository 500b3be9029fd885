import { closeSync, openSync, readSync, statSync } from "node:fs";
import { StoreError } from "../../store-error.ts";
import { schemaVersion } from "./sqlite-schema.ts";

/** "ASNA", tells our files from other programs'. */
export const applicationId = 0x41534e41;

/** What the header of one of our files says. */
interface FileHeader {
  /** Nothing stands in it yet. */
  readonly isNew: boolean;
}

/**
 * Looks at the file's header without SQLite, which would write a log left behind by another program
 * back into its file. Makes the file when there is none: SQLite would make it readable to others.
 *
 * @throws StoreError; the system's error when the process cannot open the file for writing
 * @see SQLite, "Database File Format", 1.3: 16 bytes of magic, the version of our tables at byte 60,
 *   the application id at byte 68
 */
export function refuseForeign(file: string): FileHeader {
  const header = Buffer.alloc(72);
  const descriptor = openSync(file, "a+", 0o600);
  const length = readSync(descriptor, header, 0, header.length, 0);
  closeSync(descriptor);
  if (length === 0) return { isNew: true };
  if (header.toString("latin1", 0, 16) !== "SQLite format 3\0") {
    throw new StoreError("file is not a database");
  }
  if (header.readUInt32BE(68) !== applicationId) throw new StoreError("another program's database");
  refuseNewer(header.readUInt32BE(60));
  return { isNew: false };
}

/** @throws StoreError when tables are of a version that this app does not know */
export function refuseNewer(version: number): void {
  if (version > schemaVersion) throw new StoreError("the file was made by a newer version");
}

/** Tells whether a file was replaced; undefined when there is none. */
export function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
