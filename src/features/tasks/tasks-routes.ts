import { type Request, Router } from "express";
import { isGranted } from "../../permissions.ts";
import { asanaAccess } from "../../web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { formRoute } from "../../web/forms/form-route.ts";
import { type Fields, formResultOf, UnusableInput } from "../../web/forms/submit-once.ts";
import { allowMethods } from "../../web/middleware/allow-methods.ts";
import { openAtAsana } from "../../web/page/asana-link.ts";
import { notAllowedNote } from "../../web/page/not-allowed-note.ts";
import { render } from "../../web/page/page-models.ts";
import { queryOf } from "../../web/page/query.ts";
import { createTask, type NewTask } from "./asana-tasks.ts";
import { addressToReturnTo, demoPath, taskPath } from "./task-addresses.ts";
import { readTaskList, type TaskFilter } from "./task-list.ts";
import { demoPage } from "./tasks-page.ts";

/** `GET /demo`: the person's tasks, read with their OAuth token, and the form that makes one. */
export function demoRoutes(dependencies: Dependencies): Router {
  const { config } = dependencies;
  const router = Router();

  router
    .route(demoPath)
    .get(async (request, response) => {
      const access = asanaAccess(request, response, dependencies);
      const filter = filterOf(request);
      const list = isGranted("see-tasks", access.grantedScope())
        ? await readTaskList(access.client, filter)
        : undefined;
      const submitted = formResultOf(request, dependencies);
      const facts = {
        filter,
        list,
        grantedScope: access.grantedScope(),
        calls: access.calls,
        submitted,
        note: notAllowedNote(request),
        address: addressToReturnTo(request.originalUrl, submitted),
      };
      render(response, "tasks/tasks", demoPage(facts, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));

  router
    .route(`${demoPath}/tasks`)
    .post(
      ...formRoute(dependencies, {
        name: "create",
        fields: ["name", "notes", "due", "workspace"],
        pageOf: () => demoPath,
        async perform({ client }, fields) {
          const { data: task } = await createTask(client, newTaskIn(fields));
          return {
            text: "The task was created.",
            link: openAtAsana(task.url, config.asana.issuer),
            location: taskPath(task.gid),
          };
        },
      }),
    )
    .all(allowMethods("POST"));

  return router;
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
