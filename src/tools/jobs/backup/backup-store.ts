import { type FileHandle, open, truncate } from "node:fs/promises";
import { join } from "node:path";
import { onDisk } from "./backup-problem.ts";
import { type Kind, kinds, type RawRecord } from "./backup-records.ts";
import type { Journal, Reason, Step } from "./journal.ts";

/** The records of one step, and where its list goes on. */
export interface Reading {
  readonly unit: string;
  readonly kind: Kind;
  readonly records: readonly RawRecord[];
  readonly next?: string | undefined;
  readonly missing?: Reason;
}

/** The files of an unfinished backup. */
export interface Store {
  /**
   * Takes a step over, in the order of the calls. Waits while many steps are not written yet.
   *
   * @throws BackupProblem `disk`, also for an earlier step
   */
  add(reading: Reading): Promise<void>;
  /** Writes what is left. */
  close(): Promise<void>;
}

export const journalName = "backup.journal";

/** The name of a kind's file while the backup is unfinished. */
export function partialName(kind: Kind): string {
  return `${kind}.jsonl.partial`;
}

/**
 * Opens the files and cuts off what stands behind the journal's end. A step enters the journal once its
 * records are on the disk, so each step in the journal survives a crash of process or machine.
 *
 * @throws BackupProblem `disk`
 */
export async function openStore(folder: string, journal: Journal): Promise<Store> {
  const files = createFiles(folder);
  const lengths = { ...journal.lengths };
  for (const kind of kinds) await files.openAt(partialName(kind), lengths[kind]);
  await files.openAt(journalName, journal.end);
  if (journal.end === 0) {
    await files.append(journalName, [Buffer.from(lineOf(journal.header))]);
  }

  let waiting: WaitingStep[] = [];
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0 && !failure) {
      const batch = waiting;
      waiting = [];
      await writeBatch(batch, files);
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
      await files.close();
      throwFailure();
    },
  };
}

const mostWaiting = 50;

/** A step that is not on the disk yet. */
interface WaitingStep {
  /** The file of its records. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Its line in the journal. */
  readonly line: string;
}

/** Writes many steps with one write to each file, so that they cost no more time than one step. */
async function writeBatch(batch: readonly WaitingStep[], files: Files): Promise<void> {
  for (const wanted of new Set(batch.map(({ name }) => name))) {
    const pieces = batch
      .filter(({ name, bytes }) => name === wanted && bytes.length > 0)
      .map(({ bytes }) => bytes);
    if (pieces.length > 0) await files.append(wanted, pieces);
  }
  await files.append(journalName, [Buffer.from(batch.map(({ line }) => line).join(""))]);
}

interface Files {
  /** Opens a file for appending, and cuts off what stands behind this length in bytes. */
  openAt(name: string, length: number): Promise<void>;
  /** The bytes are on the disk when it returns. */
  append(name: string, pieces: readonly Buffer[]): Promise<void>;
  close(): Promise<void>;
}

function createFiles(folder: string): Files {
  const files = new Map<string, FileHandle>();
  return {
    openAt: (name, length) =>
      onDisk(`${join(folder, name)} cannot be written`, async () => {
        files.set(name, await open(join(folder, name), "a", 0o600));
        await truncate(join(folder, name), length);
      }),
    append: (name, pieces) =>
      onDisk(`${join(folder, name)} cannot be written`, async () => {
        const file = files.get(name);
        await file?.appendFile(Buffer.concat(pieces));
        await file?.datasync();
      }),
    async close() {
      for (const file of files.values()) await file.close();
    },
  };
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
