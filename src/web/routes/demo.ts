import { type Request, Router } from "express";
import { createTask, type NewTask } from "../../asana/tasks.ts";
import { isGranted } from "../../permissions.ts";
import { asanaAccess } from "../asana-access.ts";
import { openAtAsana } from "../asana-link.ts";
import { demoPage } from "../demo-page.ts";
import type { Dependencies } from "../dependencies.ts";
import { formRoute } from "../form-route.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { notAllowedNote } from "../notes.ts";
import { render } from "../pages.ts";
import { queryOf } from "../query.ts";
import { type Fields, formResultOf, UnusableInput } from "../submit-once.ts";
import { addressToReturnTo, demoPath, taskPath } from "../task-addresses.ts";
import { readTaskList, type TaskFilter } from "../task-list.ts";

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
      render(response, "demo", demoPage(facts, dependencies));
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
