import { Router } from "express";
import { AsanaApiError, type AsanaApiErrorKind } from "../../asana/api-error.ts";
import type { AsanaCall } from "../../asana/call.ts";
import { createAsanaClient } from "../../asana/client.ts";
import { listMyOpenTasks, listMyOpenTasksScope, type Task } from "../../asana/tasks.ts";
import { listWorkspaces, listWorkspacesScope, type Workspace } from "../../asana/workspaces.ts";
import type { Tokens } from "../../auth/code-exchange.ts";
import { describeError } from "../../error-description.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { requireSignIn } from "../middleware/require-sign-in.ts";
import { type DemoPage, type Notice, render } from "../pages.ts";
import { covers } from "../scopes.ts";
import { dateInWords } from "../times.ts";

/** `GET /demo`: the person's open tasks, read with their OAuth token, beside the calls that did it. */
export function demoRoutes(dependencies: Dependencies): Router {
  const router = Router();
  router
    .route("/demo")
    .get(requireSignIn(), async (request, response) => {
      const { log } = response.locals;
      const reading = await readOpenTasks(signedInOf(request).tokens, { ...dependencies, log });
      render(response, "demo", demoPage(reading, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}

/** What came of reading the tasks: all that worked, and the first thing that did not. */
interface Reading {
  readonly tasks: readonly (Task & { readonly workspace: string })[];
  readonly hasMore: boolean;
  readonly calls: readonly { readonly call: AsanaCall; readonly scope: string }[];
  readonly problem: AsanaApiErrorKind | "scope-missing" | undefined;
}

const tasksShown = 50;
const workspacesAtOnce = 10; // Asana allows 50 reads under way, and one token may have other tabs
const neededScope = `${listWorkspacesScope} ${listMyOpenTasksScope}`;

async function readOpenTasks(
  tokens: Tokens,
  { config, log, pageTimeMs }: Pick<Dependencies, "config" | "log" | "pageTimeMs">,
): Promise<Reading> {
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
  while (waiting.length > 0 && taskCount(rest) <= tasksShown) {
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

function tasksOf(workspace: Workspace, tasks: readonly Task[]): Reading["tasks"] {
  return tasks.map((task) => ({ ...task, workspace: workspace.name }));
}

function demoPage(reading: Reading, { config }: Pick<Dependencies, "config">): DemoPage {
  return {
    title: "Your open tasks",
    notice: reading.problem && notices[reading.problem],
    tasks: reading.tasks.slice(0, tasksShown).map((task) => ({
      name: task.name || "Task without a name",
      url: taskUrl(task.url, config.asana.issuer),
      workspace: task.workspace,
      projects: task.projects.join(", "),
      due: task.dueOn ? dateInWords(task.dueOn) : "",
    })),
    isCut: reading.hasMore || reading.tasks.length > tasksShown,
    calls: reading.calls.map(({ call, scope }) => ({
      method: call.method,
      path: call.url.slice(new URL(call.url).origin.length),
      status: call.status === undefined ? "no answer" : String(call.status),
      duration: `${Math.round(call.durationMs)} ms`,
      scope,
      json: JSON.stringify(call.body, undefined, 2) ?? "",
      curl: `curl --header "Authorization: Bearer $ASANA_ACCESS_TOKEN" '${call.url}'`,
    })),
  };
}

const signInAgain = { href: "/auth/login?returnTo=%2Fdemo", label: "Sign in with Asana again" };
const readAgain = { href: "/demo", label: "Try again" };

const notices: Record<NonNullable<Reading["problem"]>, Notice> = {
  "scope-missing": {
    text: `This page needs permissions that the app was not given: ${neededScope}. Whoever runs the app can add them to ASANA_SCOPES.`,
  },
  unauthorized: {
    text: "Asana no longer accepts this app's access: it has run out, or was withdrawn.",
    link: signInAgain,
  },
  forbidden: { text: "Asana did not allow this app to read everything shown here." },
  "not-found": { text: "One of your workspaces disappeared while it was read.", link: readAgain },
  "rate-limited": {
    text: "Asana asks this app to slow down. Wait a minute before you try again.",
    link: readAgain,
  },
  refused: { text: "Asana refused one of the requests below." },
  failed: { text: "Asana had an error of its own, so some tasks may be missing.", link: readAgain },
  unreachable: { text: "Asana could not be reached, so tasks are missing here.", link: readAgain },
  slow: { text: "Asana took too long to answer, so some tasks may be missing.", link: readAgain },
  unreadable: { text: "Asana's answer could not be read, so tasks are missing.", link: readAgain },
};

/** Asana's own links are shown, and no others that an answer may hold. */
function taskUrl(url: string | undefined, issuer: string): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  return [new URL(issuer).origin, "https://app.asana.com"].includes(new URL(url).origin)
    ? url
    : undefined;
}
