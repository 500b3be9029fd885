import { type Request, Router } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { isGranted } from "../../permissions.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import { type AsanaAsPerson, asanaAsPerson } from "../../web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import { addressToReturnTo, formResultOf } from "../../web/forms/form-result.ts";
import { formRoute } from "../../web/forms/submit-once.ts";
import { pageView } from "../../web/page/show.ts";
import { notAllowedNote } from "../../web/sign-in/after-no.ts";
import { requirePermission } from "../../web/who-may/permission-request.ts";
import { listComments } from "./asana-stories.ts";
import { readTask } from "./asana-tasks.ts";
import type { CommentBot } from "./comment-bot.ts";
import { type DeleteTaskPage, deleteTaskPage } from "./delete-task-page.ts";
import { taskPath } from "./task-addresses.ts";
import { deleteForm, gidOf, taskForms } from "./task-forms.ts";
import { type TaskFacts, type TaskPage, taskPage } from "./task-page.ts";
import { seeAndWriteComments, seeTasks } from "./tasks-permissions.ts";

const show = pageView<TaskPage>("tasks/task");
const showDeletion = pageView<DeleteTaskPage>("tasks/delete-task");

/** `GET /demo/tasks/{gid}`: one task, and the forms that change it, comment on it, delete it. */
export function taskRoutes(dependencies: Dependencies, bot: CommentBot | undefined): Router {
  const { config } = dependencies;
  const router = Router();
  const page = taskPath(":gid");
  const mayLook = requirePermission(seeTasks, dependencies);

  router.get(page, mayLook, async (request, response) => {
    const asana = asanaAsPerson(request, response, dependencies);
    const [{ data: task }, comments, botUser] = await Promise.all([
      readTask(asana.client, gidOf(request)),
      readComments(asana, request),
      bot?.read({ request, response, dependencies }),
    ]);
    const reader = signedInOf(request);
    const about = { botUser, reader, ...(await factsOf(request, asana)) };
    const facts = { task, ...comments, ...about };
    show(response, taskPage(facts, { config, botView: bot?.view }));
  });

  for (const form of taskForms(dependencies, bot)) {
    router.post(`${page}/${form.name}`, ...formRoute(form, dependencies));
  }

  router.get(`${page}/delete`, mayLook, async (request, response) => {
    const asana = asanaAsPerson(request, response, dependencies);
    const { data: task } = await readTask(asana.client, gidOf(request));
    showDeletion(response, deleteTaskPage({ task, ...(await factsOf(request, asana)) }));
  });

  router.post(`${page}/delete`, ...formRoute(deleteForm(config.asana), dependencies));

  async function factsOf(request: Request, asana: AsanaAsPerson) {
    const submitted = await formResultOf(request, dependencies);
    const note = notAllowedNote(request);
    return {
      notices: note ? [note] : [],
      grantedScope: asana.grantedScope(),
      submitted,
      address: addressToReturnTo(request, submitted),
    };
  }

  return router;
}

/** Comments stand beside the task: when they cannot be read, the task is shown all the same. */
async function readComments(
  asana: AsanaAsPerson,
  request: Request,
): Promise<Pick<TaskFacts, "comments" | "areCommentsCut" | "commentsProblem">> {
  const none = { comments: undefined, areCommentsCut: false, commentsProblem: undefined };
  if (!isGranted(seeAndWriteComments, asana.grantedScope())) return none;
  try {
    const { comments, isCut } = await listComments(asana.client, gidOf(request));
    return { ...none, comments, areCommentsCut: isCut };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    if (error.kind === "scope-missing") return none; // the page asks for it
    return { ...none, commentsProblem: `Comments are missing. ${failureInWords(error)}` };
  }
}
