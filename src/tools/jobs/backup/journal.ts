import * as v from "valibot";
import { type Kind, kinds } from "./backup-records.ts";
import { wholeLines } from "./whole-lines.ts";

/** The subject of a backup. A backup is continued only for the same subject. */
export const Subject = v.object({
  workspace: v.object({ gid: v.string(), name: v.string() }),
  apiBaseUrl: v.string(),
  /** The token's user: another user sees other things. */
  readAs: v.object({ gid: v.string(), name: v.string() }),
});
export type Subject = v.InferOutput<typeof Subject>;

/** The first line. */
const Header = v.object({ ...Subject.entries, format: v.literal(1), startedAt: v.string() });
type Header = v.InferOutput<typeof Header>;

/** Why something is not in the backup. */
const Reason = v.picklist(["forbidden", "not-found", "refused", "page-expired", "unreadable"]);

/** One step: a page of a list, or all stories of a task. */
const Step = v.object({
  /** Such as `tasks of project 12`: what was read. */
  unit: v.string(),
  kind: v.picklist(kinds),
  /** How long the kind's file is with it, in bytes. */
  length: v.number(),
  /** Where the list goes on; absent when it was the last page. */
  next: v.optional(v.string()),
  missing: v.optional(Reason),
});
export type Step = v.InferOutput<typeof Step>;
export type Reason = v.InferOutput<typeof Reason>;

export interface Missing {
  readonly what: string;
  readonly reason: Reason | "not-listed";
}

/** How far a backup has come. */
export interface Journal {
  readonly header: Header;
  readonly finished: Set<string>;
  /** Where lists go on that were read in part. */
  readonly next: Map<string, string>;
  readonly missing: Missing[];
  readonly lengths: Record<Kind, number>;
  /** Of the part that counts, in bytes. */
  readonly end: number;
}

/**
 * Reads how far a backup has come. The last lines may be damaged: reading ends at the first line that
 * cannot be read, or that counts more bytes than the files hold.
 *
 * @param sizes of the files
 * @returns undefined when there is not even a first line
 */
export async function readJournal(
  file: string,
  sizes: Readonly<Record<Kind, number>>,
): Promise<Journal | undefined> {
  let journal: (Journal & { end: number }) | undefined;
  for await (const { text, end } of wholeLines(file)) {
    const value = jsonIn(text);
    if (!journal) {
      const { success, output } = v.safeParse(Header, value);
      if (!success) return undefined;
      journal = emptyJournal(output);
    } else {
      const { success, output } = v.safeParse(Step, value);
      if (!success || output.length > sizes[output.kind]) break;
      take(journal, output);
    }
    journal.end = end;
  }
  return journal;
}

/** The journal of a backup that begins. */
export function emptyJournal(header: Header): Journal {
  return {
    header,
    finished: new Set(),
    next: new Map(),
    missing: [],
    lengths: { users: 0, teams: 0, projects: 0, tasks: 0, stories: 0 },
    end: 0,
  };
}

function take(journal: Journal, { unit, kind, length, next, missing }: Step): void {
  journal.lengths[kind] = length;
  if (missing !== undefined) journal.missing.push({ what: unit, reason: missing });
  if (next === undefined) {
    journal.finished.add(unit);
    journal.next.delete(unit);
  } else {
    journal.next.set(unit, next);
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema takes it
  }
}
