import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { listWorkspaces, type Workspace } from "../../asana/workspaces.ts";
import { type ListedTask, listMyTasks } from "./asana-tasks.ts";

/** Which tasks are wanted. */
export interface TaskFilter {
  /** Undefined for all workspaces. */
  readonly workspaceGid: string | undefined;
  readonly isOpenOnly: boolean;
  /** A page that an earlier answer named; of one workspace only. */
  readonly offset: string | undefined;
}

/** What came of reading them: all that worked, and the first thing that did not. */
export interface TaskList {
  readonly workspaces: readonly Workspace[];
  readonly tasks: readonly (ListedTask & { readonly workspace: Workspace })[];
  /** Workspaces that hold more than is shown, or were not asked any more. */
  readonly cutWorkspaces: readonly Workspace[];
  /** Where the list of the one workspace goes on. */
  readonly nextOffset: string | undefined;
  readonly problem: AsanaApiError | undefined;
}

const workspacesAtOnce = 10; // Asana allows 50 reads under way, and one token may have other tabs
const tasksOfAll = 50;
const tasksOfOne = 20;

/**
 * Reads the tasks of a token's user: a page of one workspace, or the first fifty of all.
 *
 * @throws AsanaApiError `unauthorized`; other failures are told beside what worked
 */
export async function readTaskList(client: AsanaClient, filter: TaskFilter): Promise<TaskList> {
  const first = await attempt(listWorkspaces(client));
  const workspaces = first.result ?? [];
  const chosen = workspaces.find(({ gid }) => gid === filter.workspaceGid);
  const list = chosen
    ? await readOne(client, { ...filter, workspace: chosen })
    : await readAll(client, { ...filter, workspaces });
  return { ...list, workspaces, problem: first.problem ?? list.problem };
}

type Tasks = Omit<TaskList, "workspaces">;

async function readOne(
  client: AsanaClient,
  { workspace, ...filter }: TaskFilter & { readonly workspace: Workspace },
): Promise<Tasks> {
  const list = { workspaceGid: workspace.gid, isOpenOnly: filter.isOpenOnly, limit: tasksOfOne };
  const asked = await attempt(listMyTasks(client, { ...list, offset: filter.offset }));
  const isTooOld = asked.problem?.kind === "page-expired";
  const { result, problem } = isTooOld ? await attempt(listMyTasks(client, list)) : asked;
  return {
    tasks: (result?.data ?? []).map((task) => ({ ...task, workspace })),
    cutWorkspaces: [],
    nextOffset: result?.nextOffset,
    problem: problem ?? asked.problem,
  };
}

async function readAll(
  client: AsanaClient,
  { workspaces, isOpenOnly }: TaskFilter & { readonly workspaces: readonly Workspace[] },
): Promise<Tasks> {
  const waiting = [...workspaces];
  const tasks: TaskList["tasks"][number][] = [];
  const cutWorkspaces: Workspace[] = [];
  let problem: AsanaApiError | undefined;

  while (waiting.length > 0 && tasks.length < tasksOfAll) {
    const reading = waiting.splice(0, workspacesAtOnce).map(async (workspace) => ({
      workspace,
      ...(await attempt(
        listMyTasks(client, { workspaceGid: workspace.gid, isOpenOnly, limit: tasksOfAll }),
      )),
    }));
    for (const { workspace, result, ...rest } of await Promise.all(reading)) {
      const room = Math.max(0, tasksOfAll - tasks.length);
      const found = result?.data ?? [];
      tasks.push(...found.slice(0, room).map((task) => ({ ...task, workspace })));
      if (found.length > room || result?.nextOffset) cutWorkspaces.push(workspace);
      problem ??= rest.problem;
    }
  }
  return { tasks, cutWorkspaces: [...cutWorkspaces, ...waiting], nextOffset: undefined, problem };
}

/** A call whose failure is shown beside what else worked; without any access there is nothing else. */
async function attempt<Result>(
  call: Promise<Result>,
): Promise<{ readonly result?: Result; readonly problem?: AsanaApiError }> {
  try {
    return { result: await call };
  } catch (error) {
    if (!(error instanceof AsanaApiError) || error.kind === "unauthorized") throw error;
    return { problem: error };
  }
}
