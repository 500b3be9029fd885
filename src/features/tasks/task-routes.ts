import { type Request, type RequestHandler, Router } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { isGranted } from "../../permissions.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import { type AsanaAccess, asanaAccess } from "../../web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import { formRoute } from "../../web/forms/form-route.ts";
import { formResultOf } from "../../web/forms/submit-once.ts";
import { allowMethods } from "../../web/middleware/allow-methods.ts";
import { notAllowedNote } from "../../web/page/not-allowed-note.ts";
import { render } from "../../web/page/page-models.ts";
import { permissionNotice } from "../../web/who-may/permission-request.ts";
import { readBot } from "../bot/bot-user.ts";
import { listComments } from "./asana-stories.ts";
import { readTask } from "./asana-tasks.ts";
import { addressToReturnTo, taskPath } from "./task-addresses.ts";
import { deleteForm, gidOf, taskForms } from "./task-forms.ts";
import { deleteTaskPage, type TaskFacts, taskPage } from "./task-page.ts";

/** `GET /demo/tasks/{gid}`: one task, and the forms that change it, comment on it, delete it. */
export function taskRoutes(dependencies: Dependencies): Router {
  const { config } = dependencies;
  const router = Router();
  router.param("gid", (_request, _response, next, gid: string) => {
    next(/^\d{1,30}$/.test(gid) ? undefined : "route"); // no gid, so no such page
  });
  const page = taskPath(":gid");
  const mayLook = requireSight(dependencies);

  router
    .route(page)
    .get(mayLook, async (request, response) => {
      const access = asanaAccess(request, response, dependencies);
      const [{ data: task }, comments, bot] = await Promise.all([
        readTask(access.client, gidOf(request)),
        readComments(access, request),
        readBot(access),
      ]);
      const reader = signedInOf(request);
      const facts = { task, ...comments, bot, reader, ...factsOf(request, access, dependencies) };
      render(response, "tasks/task", taskPage(facts, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));

  for (const form of taskForms(config.asana)) {
    router
      .route(`${page}/${form.name}`)
      .post(...formRoute(dependencies, form))
      .all(allowMethods("POST"));
  }

  router
    .route(`${page}/delete`)
    .get(mayLook, async (request, response) => {
      const access = asanaAccess(request, response, dependencies);
      const { data: task } = await readTask(access.client, gidOf(request));
      const facts = { task, ...factsOf(request, access, dependencies) };
      render(response, "tasks/delete-task", deleteTaskPage(facts));
    })
    .post(...formRoute(dependencies, deleteForm(config.asana)))
    .all(allowMethods("GET", "HEAD", "POST"));
  return router;
}

/** Without the permission to see tasks there is nothing to show but the way to give it. */
function requireSight({ sessions }: Pick<Dependencies, "sessions">): RequestHandler {
  return (request, response, next) => {
    const scope = sessions.tokens.read(request.sessionID)?.scope ?? "";
    if (isGranted("see-tasks", scope)) return next();
    const address = addressToReturnTo(request.originalUrl, undefined);
    const note = notAllowedNote(request);
    render(response, "permission-needed", {
      title: "This page needs a permission",
      notices: [...(note ? [note] : []), permissionNotice("see-tasks", address)],
    });
  };
}

/** Comments stand beside the task: when they cannot be read, the task is shown all the same. */
async function readComments(
  access: AsanaAccess,
  request: Request,
): Promise<Pick<TaskFacts, "comments" | "areCommentsCut" | "commentsProblem">> {
  const none = { comments: undefined, areCommentsCut: false, commentsProblem: undefined };
  if (!isGranted("comments", access.grantedScope())) return none;
  try {
    const { comments, isCut } = await listComments(access.client, gidOf(request));
    return { ...none, comments, areCommentsCut: isCut };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    if (error.kind === "scope-missing") return none; // the page asks for it
    return { ...none, commentsProblem: `Comments are missing. ${failureInWords(error)}` };
  }
}

function factsOf(request: Request, access: AsanaAccess, dependencies: Dependencies) {
  const submitted = formResultOf(request, dependencies);
  const note = notAllowedNote(request);
  return {
    notices: note ? [note] : [],
    grantedScope: access.grantedScope(),
    calls: access.calls,
    submitted,
    address: addressToReturnTo(request.originalUrl, submitted),
  };
}
