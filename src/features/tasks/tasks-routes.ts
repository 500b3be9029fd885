import { type Request, Router } from "express";
import { isGranted } from "../../permissions.ts";
import { asanaAsPerson } from "../../web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { type Fields, type Form, UnusableInput } from "../../web/forms/form.ts";
import { addressToReturnTo, formResultOf } from "../../web/forms/form-result.ts";
import { formRoute } from "../../web/forms/submit-once.ts";
import { openAtAsana } from "../../web/page/link.ts";
import { queryOf } from "../../web/page/query.ts";
import { pageView } from "../../web/page/show.ts";
import { notAllowedNote } from "../../web/sign-in/after-no.ts";
import { createTask, type NewTask } from "./asana-tasks.ts";
import { taskPath, tasksPath } from "./task-addresses.ts";
import { readTaskList, type TaskFilter } from "./task-list.ts";
import { type TasksPage, tasksPage } from "./tasks-page.ts";
import { seeTasks } from "./tasks-permissions.ts";

const show = pageView<TasksPage>("tasks/tasks");

/** `GET /demo`: the person's tasks, read with their OAuth token, and the form that makes one. */
export function tasksRoutes(dependencies: Dependencies): Router {
  const router = Router();

  router.get(tasksPath, async (request, response) => {
    const asana = asanaAsPerson(request, response, dependencies);
    const filter = filterOf(request);
    const list = isGranted(seeTasks, asana.grantedScope())
      ? await readTaskList(asana.client, filter)
      : undefined;
    const submitted = await formResultOf(request, dependencies);
    const facts = {
      filter,
      list,
      grantedScope: asana.grantedScope(),
      submitted,
      note: notAllowedNote(request),
      address: addressToReturnTo(request, submitted),
    };
    show(response, tasksPage(facts, dependencies));
  });

  router.post(`${tasksPath}/tasks`, ...formRoute(createForm(dependencies), dependencies));
  return router;
}

function createForm({ config }: Pick<Dependencies, "config">): Form {
  return {
    name: "create",
    fields: ["name", "notes", "due", "workspace"],
    pageOf: () => tasksPath,
    async perform({ asana, fields }) {
      const { data: task } = await createTask(asana.client, newTaskIn(fields));
      return {
        text: "The task was created.",
        link: openAtAsana(task.url, config.asana.issuer),
        location: taskPath(task.gid),
      };
    },
  };
}

function filterOf(request: Request): TaskFilter {
  const query = queryOf(request);
  return {
    workspaceGid: query.get("workspace") || undefined,
    isOpenOnly: query.get("show") !== "all",
    offset: query.get("offset") || undefined,
  };
}

function newTaskIn({ name = "", notes = "", due = "", workspace = "" }: Fields): NewTask {
  if (!name.trim()) throw new UnusableInput("A task needs a name. Nothing was sent.");
  if (due && !/^\d{4}-\d{2}-\d{2}$/.test(due)) {
    throw new UnusableInput("The due date must look like 2026-12-31. Nothing was sent.");
  }
  if (!/^\d{1,30}$/.test(workspace)) {
    throw new UnusableInput("Choose a workspace for the task. Nothing was sent.");
  }
  return { workspaceGid: workspace, name: name.trim(), notes, dueOn: due || undefined };
}
