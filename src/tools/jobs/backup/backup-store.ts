import { type FileHandle, open, truncate } from "node:fs/promises";
import { join } from "node:path";
import { onDisk } from "./backup-problem.ts";
import { type Kind, kinds, type RawRecord } from "./backup-records.ts";
import type { Journal, Reason, Step } from "./journal.ts";

/** What one step brought. */
export interface Reading {
  readonly unit: string;
  readonly kind: Kind;
  readonly records: readonly RawRecord[];
  readonly next?: string | undefined;
  readonly missing?: Reason;
}

/** The files of a backup that is being made. */
export interface Store {
  /**
   * Takes a step over, in the order of the calls; waits while much is still to be written.
   *
   * @throws BackupProblem `disk`, also for an earlier step
   */
  add(reading: Reading): Promise<void>;
  /** Writes what is left. */
  close(): Promise<void>;
}

export const journalName = "backup.journal";

export function partialName(kind: Kind): string {
  return `${kind}.jsonl.partial`;
}

/**
 * Opens the files where the journal ends: what stands behind that is cut off. A step is in the journal
 * only once its records are on the disk, so it survives whatever ends the process or the machine.
 *
 * @throws BackupProblem `disk`
 */
export async function openStore(folder: string, journal: Journal): Promise<Store> {
  const files = new Map<string, FileHandle>();
  const openAt = async (name: string, length: number) =>
    onDisk(`${join(folder, name)} cannot be written`, async () => {
      const file = await open(join(folder, name), "a", 0o600);
      files.set(name, file);
      await truncate(join(folder, name), length);
    });
  const lengths = { ...journal.lengths };
  for (const kind of kinds) await openAt(partialName(kind), lengths[kind]);
  await openAt(journalName, journal.end);
  if (journal.end === 0) await append(journalName, [Buffer.from(lineOf(journal.header))]);

  let waiting: { readonly name: string; readonly bytes: Buffer; readonly line: string }[] = [];
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function append(name: string, pieces: readonly Buffer[]): Promise<void> {
    await onDisk(`${join(folder, name)} cannot be written`, async () => {
      const file = files.get(name);
      await file?.appendFile(Buffer.concat(pieces));
      await file?.datasync();
    });
  }

  /** All that has come together meanwhile at once: many steps then cost no more than one. */
  async function writeAll(): Promise<void> {
    while (waiting.length > 0 && !failure) {
      const batch = waiting;
      waiting = [];
      const names = new Set(batch.map(({ name }) => name));
      const bytesOf = (wanted: string) =>
        batch.filter(({ name, bytes }) => name === wanted && bytes.length > 0);
      for (const name of names) {
        const pieces = bytesOf(name).map(({ bytes }) => bytes);
        if (pieces.length > 0) await append(name, pieces);
      }
      await append(journalName, [Buffer.from(batch.map(({ line }) => line).join(""))]);
    }
  }

  function startWriting(): Promise<void> {
    writing ??= writeAll()
      .catch((error: unknown) => {
        failure = { error };
      })
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }

  function throwFailure(): void {
    if (failure) throw failure.error;
  }

  return {
    async add({ unit, kind, records, next, missing }) {
      throwFailure();
      const bytes = Buffer.from(records.map(lineOf).join(""));
      lengths[kind] += bytes.length;
      const step: Step = {
        unit,
        kind,
        length: lengths[kind],
        ...(next !== undefined && { next }),
        ...(missing !== undefined && { missing }),
      };
      waiting.push({ name: partialName(kind), bytes, line: lineOf(step) });
      const written = startWriting();
      if (waiting.length > mostWaiting) await written;
      throwFailure();
    },
    async close() {
      await writing;
      for (const file of files.values()) await file.close();
      throwFailure();
    },
  };
}

const mostWaiting = 50;

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
