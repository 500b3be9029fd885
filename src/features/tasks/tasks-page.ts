import type { Workspace } from "../../asana/workspaces.ts";
import { isGranted } from "../../permissions.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import { newFormKey } from "../../web/forms/form.ts";
import type { FormResult, SubmittedForm } from "../../web/forms/form-result.ts";
import { asanaLink, type Notice } from "../../web/page/link.ts";
import { withQuery } from "../../web/page/query.ts";
import type { Page } from "../../web/page/show.ts";
import { dateInWords } from "../../web/page/times.ts";
import { permissionNotice } from "../../web/who-may/permission-request.ts";
import { taskPath, tasksPath } from "./task-addresses.ts";
import type { TaskFilter, TaskList } from "./task-list.ts";
import { changeTasks, seeTasks } from "./tasks-permissions.ts";

/** The page of the person's tasks, ready to show. */
export interface TasksPage extends Page {
  readonly notices: readonly Notice[];
  readonly result: FormResult | undefined;
  readonly filters:
    | { readonly workspaces: readonly Choice[]; readonly isOpenOnly: boolean }
    | undefined;
  readonly tasks: readonly {
    readonly name: string;
    readonly isCompleted: boolean;
    /** Its page here, and at Asana. */
    readonly address: string;
    readonly asanaAddress: string | undefined;
    readonly workspace: string;
    readonly projects: string;
    readonly due: string;
  }[];
  readonly isEmpty: boolean;
  readonly emptyText: string;
  readonly cutText: string;
  readonly cutWorkspaces: readonly { readonly name: string; readonly address: string }[];
  readonly nextPage: string | undefined;
  readonly firstPage: string | undefined;
  readonly createForm:
    | {
        readonly key: string;
        readonly name: string;
        readonly notes: string;
        readonly due: string;
        readonly workspaces: readonly Choice[];
      }
    | undefined;
  readonly createNotice: Notice | undefined;
}

interface Choice {
  readonly gid: string;
  readonly name: string;
  readonly isChosen: boolean;
}

/** Everything that the page of the tasks is made of. */
export interface TasksFacts {
  readonly filter: TaskFilter;
  /** Undefined when the app may not read any. */
  readonly list: TaskList | undefined;
  readonly grantedScope: string;
  readonly submitted: SubmittedForm | undefined;
  readonly note: Notice | undefined;
  /** The page's own address, for coming back to it. */
  readonly address: string;
}

/** Puts the page of the tasks into words. */
export function tasksPage(facts: TasksFacts, { config }: Pick<Dependencies, "config">): TasksPage {
  const { filter, list, submitted, note, address, grantedScope } = facts;
  const mayChange = isGranted(changeTasks, grantedScope);
  return {
    title: "Your tasks",
    notices: [
      note,
      list ? problemNotice(list, address) : permissionNotice(seeTasks, address),
    ].filter((notice) => notice !== undefined),
    result: submitted?.result,
    filters: list && list.workspaces.length > 0 ? filtersOf(filter, list) : undefined,
    tasks: tasksInWords(list?.tasks ?? [], config.asana.issuer),
    emptyText: filter.isOpenOnly
      ? "No open task is assigned to you. When somebody assigns you one at Asana, it appears here."
      : "No task is assigned to you here.",
    isEmpty: list !== undefined && list.tasks.length === 0 && list.problem === undefined,
    cutText: `You have more ${filter.isOpenOnly ? "open tasks" : "tasks"}; these are the first ${list?.tasks.length}.`,
    cutWorkspaces: (list?.cutWorkspaces ?? []).map(({ gid, name }) => ({
      name,
      address: withQuery(tasksPath, { ...queryOfFilter(filter), workspace: gid }),
    })),
    nextPage:
      list?.nextOffset &&
      withQuery(tasksPath, { ...queryOfFilter(filter), offset: list.nextOffset }),
    firstPage: filter.offset && withQuery(tasksPath, queryOfFilter(filter)),
    createForm: mayChange ? createForm(list?.workspaces ?? [], submitted) : undefined,
    createNotice: list && !mayChange ? permissionNotice(changeTasks, address) : undefined,
  };
}

function tasksInWords(tasks: TaskList["tasks"], issuer: string): TasksPage["tasks"] {
  return tasks.map((task) => ({
    name: task.name || "Task without a name",
    isCompleted: task.isCompleted,
    address: taskPath(task.gid),
    asanaAddress: asanaLink(task.url, issuer),
    workspace: task.workspace.name,
    projects: task.projects.join(", "),
    due: task.dueOn ? dateInWords(task.dueOn) : "",
  }));
}

function problemNotice({ problem }: TaskList, address: string): Notice | undefined {
  if (!problem) return undefined;
  if (problem.kind === "scope-missing") {
    return {
      ...permissionNotice(seeTasks, address),
      text: `Asana did not allow this app to read everything: ${problem.missingScope} is not granted.`,
    };
  }
  if (problem.kind === "page-expired") {
    return { text: "That page of the list was too old for Asana, so this is the first one." };
  }
  return {
    text: `Some tasks may be missing. ${failureInWords(problem)}`,
    link: { href: address, label: "Try again" },
  };
}

function filtersOf(filter: TaskFilter, { workspaces }: TaskList): TasksPage["filters"] {
  return {
    workspaces: workspaces.map(({ gid, name }) => ({
      gid,
      name,
      isChosen: gid === filter.workspaceGid,
    })),
    isOpenOnly: filter.isOpenOnly,
  };
}

function queryOfFilter({ workspaceGid, isOpenOnly }: TaskFilter): Record<string, string> {
  return {
    ...(workspaceGid !== undefined && { workspace: workspaceGid }),
    ...(!isOpenOnly && { show: "all" }),
  };
}

function createForm(
  workspaces: readonly Workspace[],
  submitted: TasksFacts["submitted"],
): TasksPage["createForm"] {
  const isShownAgain = submitted?.result.isProblem && submitted.result.form === "create";
  const { name = "", notes = "", due = "", workspace = "" } = isShownAgain ? submitted.fields : {};
  // The form keeps the chosen workspace even while Asana does not name the workspaces.
  const chosen = workspace ? [{ gid: workspace, name: "The workspace that you chose" }] : [];
  const choices = workspaces.length > 0 ? workspaces : chosen;
  if (choices.length === 0) return undefined;
  return {
    key: newFormKey(),
    name,
    notes,
    due,
    workspaces: choices.map((each) => ({ ...each, isChosen: each.gid === workspace })),
  };
}
