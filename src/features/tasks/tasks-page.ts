import type { Workspace } from "../../asana/workspaces.ts";
import { isGranted } from "../../permissions.ts";
import type { PageCall } from "../../web/asana-calls/page-calls.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import { type Fields, type FormResult, newFormKey } from "../../web/forms/submit-once.ts";
import { asanaLink } from "../../web/page/asana-link.ts";
import type { Notice } from "../../web/page/link.ts";
import type { DemoPage } from "../../web/page/page-models.ts";
import { withQuery } from "../../web/page/query.ts";
import { dateInWords } from "../../web/page/times.ts";
import { permissionNotice } from "../../web/who-may/permission-request.ts";
import { callCard } from "../requests/call-card.ts";
import { demoPath, taskPath } from "./task-addresses.ts";
import type { TaskFilter, TaskList } from "./task-list.ts";

/** Everything that the page of the tasks is made of. */
export interface DemoFacts {
  readonly filter: TaskFilter;
  /** Undefined when the app may not read any. */
  readonly list: TaskList | undefined;
  readonly grantedScope: string;
  readonly calls: readonly PageCall[];
  readonly submitted: { readonly result: FormResult; readonly fields: Fields } | undefined;
  readonly note: Notice | undefined;
  /** The page's own address, for coming back to it. */
  readonly address: string;
}

/** Puts the page of the tasks into words. */
export function demoPage(facts: DemoFacts, { config }: Pick<Dependencies, "config">): DemoPage {
  const { filter, list, calls, submitted, note, address, grantedScope } = facts;
  const { issuer } = config.asana;
  const mayChange = isGranted("change-tasks", grantedScope);
  return {
    title: "Your tasks",
    notices: [
      note,
      list ? problemNotice(list, address) : permissionNotice("see-tasks", address),
    ].filter((notice) => notice !== undefined),
    result: submitted?.result,
    filters: list && list.workspaces.length > 0 ? filtersOf(filter, list) : undefined,
    tasks: (list?.tasks ?? []).map((task) => ({
      name: task.name || "Task without a name",
      isCompleted: task.isCompleted,
      address: taskPath(task.gid),
      asanaAddress: asanaLink(task.url, issuer),
      workspace: task.workspace.name,
      projects: task.projects.join(", "),
      due: task.dueOn ? dateInWords(task.dueOn) : "",
    })),
    emptyText: filter.isOpenOnly
      ? "No open task is assigned to you. When somebody assigns you one at Asana, it appears here."
      : "No task is assigned to you here.",
    isEmpty: list !== undefined && list.tasks.length === 0 && list.problem === undefined,
    cutText: `You have more ${filter.isOpenOnly ? "open tasks" : "tasks"}; these are the first ${list?.tasks.length}.`,
    cutWorkspaces: (list?.cutWorkspaces ?? []).map(({ gid, name }) => ({
      name,
      address: withQuery(demoPath, { ...queryOfFilter(filter), workspace: gid }),
    })),
    nextPage:
      list?.nextOffset &&
      withQuery(demoPath, { ...queryOfFilter(filter), offset: list.nextOffset }),
    firstPage: filter.offset && withQuery(demoPath, queryOfFilter(filter)),
    createForm: mayChange ? createForm(list?.workspaces ?? [], submitted) : undefined,
    createNotice: list && !mayChange ? permissionNotice("change-tasks", address) : undefined,
    calls: calls.map(callCard),
  };
}

function problemNotice({ problem }: TaskList, address: string): Notice | undefined {
  if (!problem) return undefined;
  if (problem.kind === "scope-missing") {
    return {
      ...permissionNotice("see-tasks", address),
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

function filtersOf(filter: TaskFilter, { workspaces }: TaskList): DemoPage["filters"] {
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
  submitted: DemoFacts["submitted"],
): DemoPage["createForm"] {
  const isShownAgain = submitted?.result.isProblem && submitted.result.form === "create";
  const { name = "", notes = "", due = "", workspace = "" } = isShownAgain ? submitted.fields : {};
  // What was typed is shown even if Asana does not tell the workspaces at the moment.
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
