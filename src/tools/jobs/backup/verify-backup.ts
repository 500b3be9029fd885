import { join } from "node:path";
import * as v from "valibot";
import { BackupProblem } from "./backup-problem.ts";
import { type Kind, kinds, StoryLinks, TaskLinks } from "./backup-records.ts";
import { finalName, type Manifest, measure, readManifest } from "./manifest.ts";

/** The manifest of a backup, and its problems: a line each, which names the file. */
interface Verdict {
  readonly manifest: Manifest;
  readonly problems: readonly string[];
}

/**
 * Checks a finished backup: counts, sizes and checksums; that each line is a record, and each record
 * there once; that the project of each task and the task of each story are there, or known to be
 * missing.
 *
 * @throws BackupProblem when there is no finished backup
 */
export async function verifyBackup(folder: string): Promise<Verdict> {
  const manifest = await readManifest(folder);
  if (!manifest) {
    throw new BackupProblem(
      "folder",
      `${folder} holds no finished backup: there is no manifest.json.`,
    );
  }
  const found = createFindings(manifest);
  for (const kind of kinds)
    await checkFile(join(folder, finalName(kind)), { kind, manifest, found });
  return { manifest, problems: found.problems() };
}

interface Findings {
  add(file: string, what: string): void;
  problems(): readonly string[];
  readonly gids: Readonly<Record<Kind, Set<string>>>;
  isKnownMissing(what: string): boolean;
}

function createFindings({ missing }: Manifest): Findings {
  const problems = new Map<string, string[]>();
  const known = new Set(missing.map(({ what }) => what));
  return {
    add(file, what) {
      problems.set(file, [...(problems.get(file) ?? []), what]);
    },
    problems: () =>
      [...problems].flatMap(([file, all]) => shortened(all).map((one) => `${file}: ${one}`)),
    gids: {
      users: new Set(),
      teams: new Set(),
      projects: new Set(),
      tasks: new Set(),
      stories: new Set(),
    },
    isKnownMissing: (what) => known.has(what),
  };
}

const mostPerFile = 5;

function shortened(all: readonly string[]): readonly string[] {
  if (all.length <= mostPerFile) return all;
  return [...all.slice(0, mostPerFile), `and ${all.length - mostPerFile} more problems`];
}

async function checkFile(
  file: string,
  about: { readonly kind: Kind; readonly manifest: Manifest; readonly found: Findings },
): Promise<void> {
  const { kind, manifest, found } = about;
  const name = finalName(kind);
  const expected = manifest.files[name];
  if (!expected) return found.add(name, "manifest.json does not list it");
  try {
    const { count, bytes, sha256 } = await measure(file, (text, number) => {
      const problem = problemIn(text, kind, found);
      if (problem) found.add(name, `line ${number}: ${problem}`);
    });
    if (count !== expected.count) {
      found.add(name, `it has ${count} lines, and manifest.json says ${expected.count}`);
    }
    if (bytes !== expected.bytes) {
      found.add(name, `it has ${bytes} bytes, and manifest.json says ${expected.bytes}`);
    }
    if (sha256 !== expected.sha256) found.add(name, "its checksum is not that of manifest.json");
  } catch (error) {
    if (!(error instanceof BackupProblem)) throw error;
    found.add(name, error.message);
  }
}

const AnyRecord = v.looseObject({ gid: v.string() });

function problemIn(text: string, kind: Kind, found: Findings): string | undefined {
  const { success, output } = v.safeParse(AnyRecord, jsonIn(text));
  if (!success) return "it is no record";
  if (found.gids[kind].has(output.gid)) return `${output.gid} stands there twice`;
  found.gids[kind].add(output.gid);
  if (kind === "tasks") return problemOfTask(output, found);
  return kind === "stories" ? problemOfStory(output, found) : undefined;
}

function problemOfTask(record: unknown, { gids, isKnownMissing }: Findings): string | undefined {
  const { success, output } = v.safeParse(TaskLinks, record);
  if (!success) return "it is no task";
  const lost = output.projects.find(
    ({ gid }) => !gids.projects.has(gid) && !isKnownMissing(`project ${gid}`),
  );
  return lost && `its project ${lost.gid} is not in ${finalName("projects")}`;
}

function problemOfStory(record: unknown, { gids }: Findings): string | undefined {
  const { success, output } = v.safeParse(StoryLinks, record);
  if (!success) return "it is no story";
  const task = output.target?.gid;
  return task === undefined || gids.tasks.has(task)
    ? undefined
    : `its task ${task} is not in ${finalName("tasks")}`;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema takes it
  }
}
