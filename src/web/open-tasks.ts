import { AsanaApiError, type AsanaApiErrorKind } from "../asana/api-error.ts";
import type { AsanaCall } from "../asana/call.ts";
import { createAsanaClient } from "../asana/client.ts";
import { listMyOpenTasks, listMyOpenTasksScope, type Task } from "../asana/tasks.ts";
import { listWorkspaces, listWorkspacesScope, type Workspace } from "../asana/workspaces.ts";
import type { Tokens } from "../auth/tokens.ts";
import { describeError } from "../error-description.ts";
import type { Dependencies } from "./dependencies.ts";
import { covers } from "./scopes.ts";

/** What came of reading the tasks: all that worked, and the first thing that did not. */
export interface OpenTasks {
  readonly tasks: readonly (Task & { readonly workspace: string })[];
  readonly hasMore: boolean;
  readonly calls: readonly { readonly call: AsanaCall; readonly scope: string }[];
  readonly problem: AsanaApiErrorKind | "scope-missing" | undefined;
}

const workspacesAtOnce = 10; // Asana allows 50 reads under way, and one token may have other tabs
export const neededScope = `${listWorkspacesScope} ${listMyOpenTasksScope}`;

/**
 * Reads the open tasks of a token's user, workspace by workspace, until there are enough.
 *
 * @param enough no further workspaces are read once there are more tasks than this
 */
export async function readOpenTasks(
  tokens: Tokens,
  options: Pick<Dependencies, "config" | "log" | "pageTimeMs"> & { readonly enough: number },
): Promise<OpenTasks> {
  const { config, log, pageTimeMs, enough } = options;
  if (!covers(tokens.scope, neededScope)) {
    return { tasks: [], hasMore: false, calls: [], problem: "scope-missing" };
  }
  const client = createAsanaClient({
    baseUrl: config.asana.apiBaseUrl,
    accessToken: tokens.accessToken,
    signal: AbortSignal.timeout(pageTimeMs),
  });

  const first = await attempt(() => listWorkspaces(client), { scope: listWorkspacesScope, log });
  const waiting = [...(first.result?.workspaces ?? [])];
  const rest: (Attempt<TaskList> & { workspace: Workspace })[] = [];
  while (waiting.length > 0 && taskCount(rest) <= enough) {
    const reading = waiting.splice(0, workspacesAtOnce).map(async (workspace) => {
      const scope = listMyOpenTasksScope;
      return {
        workspace,
        ...(await attempt(() => listMyOpenTasks(client, workspace.gid), { scope, log })),
      };
    });
    rest.push(...(await Promise.all(reading)));
  }

  return {
    tasks: rest.flatMap(({ workspace, result }) => tasksOf(workspace, result?.tasks ?? [])),
    hasMore: waiting.length > 0 || rest.some(({ result }) => result?.hasMore),
    calls: [first, ...rest].map(({ call, scope }) => ({ call, scope })),
    problem: [first, ...rest].find(({ problem }) => problem)?.problem,
  };
}

type TaskList = Awaited<ReturnType<typeof listMyOpenTasks>>;

function taskCount(attempts: readonly Attempt<TaskList>[]): number {
  return attempts.reduce((count, { result }) => count + (result?.tasks.length ?? 0), 0);
}

interface Attempt<Result> {
  readonly result?: Result;
  readonly call: AsanaCall;
  readonly scope: string;
  readonly problem?: AsanaApiErrorKind;
}

/** A call whose failure is shown beside what else worked. */
async function attempt<Result extends { call: AsanaCall }>(
  read: () => Promise<Result>,
  { scope, log }: { scope: string } & Pick<Dependencies, "log">,
): Promise<Attempt<Result>> {
  try {
    const result = await read();
    return { result, call: result.call, scope };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    log.warn({ status: error.call.status, ...describeError(error) }, "asana.call-failed");
    return { call: error.call, scope, problem: error.kind };
  }
}

function tasksOf(workspace: Workspace, tasks: readonly Task[]): OpenTasks["tasks"] {
  return tasks.map((task) => ({ ...task, workspace: workspace.name }));
}
