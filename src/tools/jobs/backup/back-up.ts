import { AsanaApiError } from "../../../asana/api-error.ts";
import type { AsanaClient } from "../../../asana/client.ts";
import { inParallel } from "../../../limits/parallel.ts";
import { type Contents, readContents } from "./backup-contents.ts";
import { nameFinished, openJournal, prepareFolder, removeJournal } from "./backup-folder.ts";
import { type List, type Reader, readList, readOrMiss, readStories } from "./backup-lists.ts";
import { lockFolder } from "./backup-lock.ts";
import { openStore, partialName } from "./backup-store.ts";
import type { Journal, Missing, Subject } from "./journal.ts";
import {
  listsOf,
  storiesOf,
  subtasksOf,
  tasksOfProject,
  tasksOfUser,
} from "./lists-of-workspace.ts";
import { type Manifest, measureAll, writeManifest } from "./manifest.ts";

/** How far a backup has come. */
export interface BackupProgress {
  readonly reading: "tasks" | "subtasks" | "stories" | "checksums";
  /** Lists, or tasks whose stories were read; those of earlier runs included. */
  readonly done: number;
  readonly ofAll: number;
  /** Tasks found so far. */
  readonly tasks: number;
}

interface Work {
  readonly folder: string;
  readonly subject: Subject;
  readonly inFlight: number;
  readonly pid: number;
  /** Called when the folder holds the beginning of this backup. */
  readonly onGoingOn: () => void;
  readonly onProgress: (progress: BackupProgress) => void;
}

/**
 * Makes a backup of a workspace, or continues one: users, teams, projects, tasks (of projects, of
 * people, and subtasks), and the stories of all tasks. Memory holds gids only.
 *
 * @param work `folder` holds the backup (see docs/backup.md); `inFlight` is how many requests there
 *   are at once, `pid` this process, for the lock
 * @returns the manifest of the finished backup
 * @throws BackupProblem; AsanaApiError where Asana refuses more than one list; the signal's reason
 */
export async function backUp(client: AsanaClient, work: Work): Promise<Manifest> {
  const { folder, subject, pid, onGoingOn, onProgress } = work;
  await prepareFolder(folder);
  const unlock = await lockFolder(folder, pid);
  try {
    const journal = await openJournal(folder, subject, new Date().toISOString());
    if (journal.end > 0) onGoingOn();
    const contents = await readContents(folder, journal);
    const store = await openStore(folder, journal);
    try {
      await readAll({ client, store, journal, contents }, work);
    } finally {
      await store.close();
    }
    onProgress({ reading: "checksums", done: 0, ofAll: 1, tasks: contents.gids.tasks.size });
    return await finish(work, journal, unlistedProjects(contents));
  } finally {
    await unlock();
  }
}

async function readAll(reader: Reader, work: Work): Promise<void> {
  const { journal } = reader;
  const { gids, parents } = reader.contents;
  const { gid: workspaceGid } = work.subject.workspace;
  const { users, teams, projects } = listsOf(workspaceGid);
  await inParallel([users, projects], 2, (list) => readList(list, reader));
  await readTeams(teams, reader);

  const readTasks = (list: List<"tasks">) => readList(list, reader);
  const lists = [
    ...[...gids.projects].map(tasksOfProject),
    ...[...gids.users].map((gid) => tasksOfUser(gid, workspaceGid)),
  ];
  await readEach(lists, lists.length, { reading: "tasks", read: readTasks, reader, work });
  for (;;) {
    const all = [...parents].map(subtasksOf);
    const level = all.filter(({ unit }) => !journal.finished.has(unit));
    if (level.length === 0) break;
    await readEach(level, level.length, { reading: "subtasks", read: readTasks, reader, work });
  }
  await readEach(storiesOfEach(gids.tasks), gids.tasks.size, {
    reading: "stories",
    read: (list) => readStories(list, reader),
    reader,
    work,
  });
}

/** Reads many lists at once. A list that Asana refuses is noted as missing. */
async function readEach<EachList extends List>(
  lists: Iterable<EachList>,
  ofAll: number,
  about: {
    readonly reading: BackupProgress["reading"];
    readonly read: (list: EachList) => Promise<void>;
    readonly reader: Reader;
    readonly work: Work;
  },
): Promise<void> {
  const { reading, read, reader, work } = about;
  let done = 0;
  await inParallel(lists, work.inFlight, async (list) => {
    if (!reader.journal.finished.has(list.unit)) {
      await readOrMiss(list, reader, () => read(list));
    }
    done += 1;
    work.onProgress({ reading, done, ofAll, tasks: reader.contents.gids.tasks.size });
  });
}

/** A workspace that is no organization has no teams, and Asana refuses the question (undocumented). */
async function readTeams(list: List<"teams">, reader: Reader): Promise<void> {
  const { unit, kind } = list;
  if (reader.journal.finished.has(unit)) return;
  await readOrMiss(list, reader, async () => {
    try {
      await readList(list, reader);
    } catch (error) {
      if (!(error instanceof AsanaApiError) || error.kind !== "refused") throw error;
      await reader.store.add({ unit, kind, records: [] });
    }
  });
}

function* storiesOfEach(gids: Iterable<string>): Generator<List<"stories">> {
  for (const gid of gids) yield storiesOf(gid);
}

/** Projects of tasks that are in no list: made meanwhile, or hidden from the token's user. */
function unlistedProjects({ gids, projectsOfTasks }: Contents): Missing[] {
  return [...projectsOfTasks]
    .filter((gid) => !gids.projects.has(gid))
    .map((gid) => ({ what: `project ${gid}`, reason: "not-listed" }));
}

async function finish(
  { folder, subject }: Work,
  { header, missing }: Journal,
  unlisted: readonly Missing[],
): Promise<Manifest> {
  const files = await measureAll(folder, partialName);
  const manifest: Manifest = {
    ...subject,
    startedAt: header.startedAt,
    finishedAt: new Date().toISOString(),
    files,
    missing: [...missing, ...unlisted],
  };
  await nameFinished(folder);
  await writeManifest(folder, manifest);
  await removeJournal(folder);
  return manifest;
}
