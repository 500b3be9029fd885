import { inParallel } from "../limits/parallel.ts";
import { AsanaApiError } from "./api-error.ts";
import type { AsanaClient } from "./client.ts";
import { firstOf } from "./pagination.ts";
import { hasTaskActivity, listProjects, type Project } from "./projects.ts";

export interface InactiveProjects {
  /** The one that was touched longest ago first. */
  readonly projects: readonly Project[];
  /** How many projects Asana told of, active or not. */
  readonly looked: number;
  /** How many others it tells nothing of: deleted meanwhile, or closed to the token. */
  readonly closed: number;
  /** Whether there are projects that nobody looked at. */
  readonly isCut: boolean;
}

/**
 * Projects in which nothing has happened since a day: neither they nor one of their tasks were made
 * or changed, and nobody commented. Of each project that looks old Asana is asked for one task.
 *
 * @param since ISO 8601
 * @param most so many projects are looked at, at most
 * @param inFlight so many questions at once; Asana allows 50
 * @param onProgress is told how many of how many were asked about
 * @throws AsanaApiError
 */
export async function findInactiveProjects(
  client: AsanaClient,
  search: {
    readonly workspaceGid: string;
    readonly since: string;
    readonly most?: number;
    readonly inFlight?: number;
    readonly onProgress?: (asked: number, ofAll: number) => void;
  },
): Promise<InactiveProjects> {
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
  return { projects: inactive.sort(byTime), looked: all.length - closed, closed, isCut };
}

function isAboutOne(error: unknown): boolean {
  return error instanceof AsanaApiError && ["forbidden", "not-found"].includes(error.kind);
}

function byTime(one: Project, other: Project): number {
  return one.modifiedAt < other.modifiedAt ? -1 : Number(one.modifiedAt > other.modifiedAt);
}
