import { inParallel } from "../limits/parallel.ts";
import { AsanaApiError } from "./api-error.ts";
import type { AsanaClient } from "./client.ts";
import { firstOf } from "./pagination.ts";
import { hasTaskActivity, listProjects, type Project } from "./projects.ts";

export type InactiveProjects = Readonly<Awaited<ReturnType<typeof findInactiveProjects>>>;

/**
 * Projects in which nothing has happened since a day: no change of the project or its tasks, no new
 * task, no comment. For each project with an old record, the app asks Asana for one changed task.
 *
 * @throws AsanaApiError
 */
export async function findInactiveProjects(
  client: AsanaClient,
  search: {
    readonly workspaceGid: string;
    /** ISO 8601. */
    readonly since: string;
    /** How many projects it checks at most. */
    readonly most?: number;
    /** How many requests are under way at most; Asana allows 50. */
    readonly inFlight?: number;
    /** Gets how many of how many old projects were checked. */
    readonly onProgress?: (asked: number, ofAll: number) => void;
  },
) {
  const { workspaceGid, since, most = Number.POSITIVE_INFINITY, inFlight = 10 } = search;
  const { onProgress = () => {} } = search;
  const { items: all, isCut } = await firstOf(listProjects(client, workspaceGid), most);
  const sinceMs = Date.parse(since);
  const old = all.filter(({ createdAt, modifiedAt }) =>
    [createdAt, modifiedAt].every((time) => !(Date.parse(time) >= sinceMs)),
  );

  const inactive: Project[] = [];
  let asked = 0;
  let closed = 0;
  await inParallel(old, inFlight, async (project) => {
    try {
      if (!(await hasTaskActivity(client, project.gid, since))) inactive.push(project);
    } catch (error) {
      if (!isAboutOne(error)) throw error;
      closed += 1;
    }
    asked += 1;
    onProgress(asked, old.length);
  });
  return {
    /** The project that changed longest ago comes first. */
    projects: inactive.sort(byTime),
    /** How many projects were checked, active or not. */
    looked: all.length - closed,
    /** Projects skipped: deleted meanwhile, or not visible to the token. */
    closed,
    /** Whether the workspace has more projects than `most`. */
    isCut,
  };
}

function isAboutOne(error: unknown): boolean {
  return error instanceof AsanaApiError && ["forbidden", "not-found"].includes(error.kind);
}

function byTime(one: Project, other: Project): number {
  return one.modifiedAt < other.modifiedAt ? -1 : Number(one.modifiedAt > other.modifiedAt);
}
