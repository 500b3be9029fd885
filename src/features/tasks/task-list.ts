import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { listWorkspaces, type Workspace } from "../../asana/workspaces.ts";
import { type ListedTask, listMyTasks } from "./asana-tasks.ts";

/** The tasks that the person chose to see. */
export interface TaskFilter {
  /** Undefined for all workspaces. */
  readonly workspaceGid: string | undefined;
  readonly isOpenOnly: boolean;
  /** The page of one workspace that an earlier answer named as the next. */
  readonly offset: string | undefined;
}

/** What Asana answered: the tasks of all calls that worked, and the first failure. */
export interface TaskList {
  readonly workspaces: readonly Workspace[];
  readonly tasks: readonly (ListedTask & { readonly workspace: Workspace })[];
  /** Workspaces that hold more tasks than the list, or that the app did not ask any more. */
  readonly cutWorkspaces: readonly Workspace[];
  /** Where the list of the one workspace goes on. */
  readonly nextOffset: string | undefined;
  readonly problem: AsanaApiError | undefined;
}

const workspacesAtOnce = 10; // Asana allows a token 50 reads at once, and other tabs may use it
const tasksOfAll = 50;
const tasksOfOne = 20;

/**
 * Reads the tasks of a token's user: a page of one workspace, or the first fifty of all.
 *
 * @throws AsanaApiError `unauthorized`; any other failure stands in `problem`
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
  const read = async (workspace: Workspace) => {
    const list = { workspaceGid: workspace.gid, isOpenOnly, limit: tasksOfAll };
    const { result, problem } = await attempt(listMyTasks(client, list));
    const isCut = result?.nextOffset !== undefined;
    return { workspace, isCut, data: result?.data ?? [], problem };
  };

  const waiting = [...workspaces];
  const lists: Awaited<ReturnType<typeof read>>[] = [];
  while (waiting.length > 0 && lists.flatMap(({ data }) => data).length < tasksOfAll) {
    lists.push(...(await Promise.all(waiting.splice(0, workspacesAtOnce).map(read))));
  }

  const tasks: TaskList["tasks"][number][] = [];
  const cutWorkspaces: Workspace[] = [];
  for (const { workspace, isCut, data } of lists) {
    const room = tasksOfAll - tasks.length;
    tasks.push(...data.slice(0, room).map((task) => ({ ...task, workspace })));
    if (isCut || data.length > room) cutWorkspaces.push(workspace);
  }
  const problem = lists.find((list) => list.problem)?.problem;
  return { tasks, cutWorkspaces: [...cutWorkspaces, ...waiting], nextOffset: undefined, problem };
}

/** Returns a failure, to show it beside what worked. Without access nothing works: that throws. */
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
