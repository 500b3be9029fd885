import { join } from "node:path";
import * as v from "valibot";
import { onDisk } from "./backup-problem.ts";
import { type Kind, type RawRecord, RawRecords, TaskLinks } from "./backup-records.ts";
import { partialName } from "./backup-store.ts";
import type { Journal } from "./journal.ts";
import { wholeLines } from "./whole-lines.ts";

type ListedKind = Exclude<Kind, "stories">;

/** The records of a backup so far, by gid only, so that memory holds any number of them. */
export interface Contents {
  readonly gids: Readonly<Record<ListedKind, ReadonlySet<string>>>;
  /** Tasks that have subtasks. */
  readonly parents: ReadonlySet<string>;
  /** Projects that tasks are in. */
  readonly projectsOfTasks: ReadonlySet<string>;
  /** Adds records. @returns those that were not there yet */
  take(kind: ListedKind, records: readonly RawRecord[]): readonly RawRecord[];
}

function createContents(): Contents {
  const gids = {
    users: new Set<string>(),
    teams: new Set<string>(),
    projects: new Set<string>(),
    tasks: new Set<string>(),
  };
  const parents = new Set<string>();
  const projectsOfTasks = new Set<string>();

  function takeTask(record: RawRecord): void {
    const { gid, num_subtasks: subtasks, projects } = v.parse(TaskLinks, record);
    if (subtasks > 0) parents.add(gid);
    for (const project of projects) projectsOfTasks.add(project.gid);
  }

  return {
    gids,
    parents,
    projectsOfTasks,
    take(kind, records) {
      return records.filter((record) => {
        if (gids[kind].has(record.gid)) return false;
        gids[kind].add(record.gid);
        if (kind === "tasks") takeTask(record);
        return true;
      });
    },
  };
}

/**
 * The records that earlier runs have read.
 *
 * @throws BackupProblem `disk`
 */
export async function readContents(folder: string, { lengths }: Journal): Promise<Contents> {
  const contents = createContents();
  for (const kind of ["users", "teams", "projects", "tasks"] as const) {
    if (lengths[kind] === 0) continue;
    const file = join(folder, partialName(kind));
    await onDisk(`${file} cannot be read`, async () => {
      for await (const { text, end } of wholeLines(file)) {
        if (end > lengths[kind]) return;
        contents.take(kind, v.parse(RawRecords, [JSON.parse(text)]));
      }
    });
  }
  return contents;
}
