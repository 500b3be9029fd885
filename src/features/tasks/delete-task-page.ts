import { isGranted } from "../../permissions.ts";
import { newFormKey } from "../../web/forms/form.ts";
import type { FormResult } from "../../web/forms/form-result.ts";
import type { Notice } from "../../web/page/link.ts";
import type { Page } from "../../web/page/show.ts";
import { permissionNotice } from "../../web/who-may/permission-request.ts";
import { taskPath } from "./task-addresses.ts";
import type { TaskFacts } from "./task-page.ts";
import { deleteTasks } from "./tasks-permissions.ts";

/** The page that asks before a task is deleted, ready to show. */
export interface DeleteTaskPage extends Page {
  readonly notices: readonly Notice[];
  readonly result: FormResult | undefined;
  readonly name: string;
  /** The page of the task. */
  readonly address: string;
  readonly key: string | undefined;
  readonly permissionNotice: Notice | undefined;
}

/** Puts the page that asks before a task is deleted into words. */
export function deleteTaskPage({
  task,
  grantedScope,
  submitted,
  address,
  notices,
}: Pick<TaskFacts, "task" | "grantedScope" | "submitted" | "address" | "notices">): DeleteTaskPage {
  const mayDelete = isGranted(deleteTasks, grantedScope);
  return {
    title: "Delete this task?",
    notices,
    result: submitted?.result,
    name: task.name || "Task without a name",
    address: taskPath(task.gid),
    key: mayDelete ? newFormKey() : undefined,
    permissionNotice: mayDelete ? undefined : permissionNotice(deleteTasks, address),
  };
}
