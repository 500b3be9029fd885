import { type Request, type RequestHandler, Router } from "express";
import { AsanaApiError } from "../../asana/api-error.ts";
import { addComment, listComments } from "../../asana/stories.ts";
import { deleteTask, readTask, updateTask } from "../../asana/tasks.ts";
import { type AsanaAccess, asanaAccess } from "../asana-access.ts";
import { openAtAsana } from "../asana-link.ts";
import { addressToReturnTo, demoPath } from "../demo-page.ts";
import type { Dependencies } from "../dependencies.ts";
import { failureInWords } from "../failure-words.ts";
import { formRoute } from "../form-route.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { requireSignIn } from "../middleware/require-sign-in.ts";
import { notAllowedNote } from "../notes.ts";
import { render } from "../pages.ts";
import { isGranted } from "../permissions.ts";
import { formResultOf, UnusableInput } from "../submit-once.ts";
import { deleteTaskPage, type TaskFacts, taskPage, taskPath } from "../task-page.ts";

/** `GET /demo/tasks/{gid}`: one task, and the forms that change it, comment on it, delete it. */
export function taskRoutes(dependencies: Dependencies): Router {
  const { config, sessions } = dependencies;
  const { issuer } = config.asana;
  const router = Router();
  router.param("gid", (_request, _response, next, gid: string) => {
    next(/^\d{1,30}$/.test(gid) ? undefined : "route"); // no gid, so no such page
  });
  const page = `${demoPath}/tasks/:gid`;

  /** Without the permission to see tasks there is nothing to show: the list of tasks asks for it. */
  const requireSight: RequestHandler = (request, response, next) => {
    const scope = sessions.tokens.read(request.sessionID)?.scope ?? "";
    if (isGranted("see-tasks", scope)) next();
    else response.redirect(303, demoPath);
  };

  router
    .route(page)
    .get(requireSignIn(), requireSight, async (request, response) => {
      const access = asanaAccess(request, response, dependencies);
      const [{ data: task }, comments] = await Promise.all([
        readTask(access.client, gidOf(request)),
        readComments(access, request),
      ]);
      const facts = { task, ...comments, ...factsOf(request, access, dependencies) };
      render(response, "task", taskPage(facts, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));

  router
    .route(`${page}/rename`)
    .post(
      ...formRoute(dependencies, {
        name: "rename",
        fields: ["name"],
        pageOf,
        async perform({ client }, { name = "" }, request) {
          if (!name.trim()) throw new UnusableInput("A task needs a name. Nothing was sent.");
          const changed = await updateTask(client, gidOf(request), { name: name.trim() });
          const link = openAtAsana(changed.data.url, issuer);
          return { text: "The task was renamed.", link, location: pageOf(request) };
        },
      }),
    )
    .all(allowMethods("POST"));

  for (const { path, completed, text } of completions) {
    router
      .route(`${page}/${path}`)
      .post(
        ...formRoute(dependencies, {
          name: path,
          fields: [],
          pageOf,
          async perform({ client }, _fields, request) {
            const changed = await updateTask(client, gidOf(request), { completed });
            const link = openAtAsana(changed.data.url, issuer);
            return { text, link, location: pageOf(request) };
          },
        }),
      )
      .all(allowMethods("POST"));
  }

  router
    .route(`${page}/comment`)
    .post(
      ...formRoute(dependencies, {
        name: "comment",
        fields: ["text"],
        pageOf,
        async perform({ client }, { text = "" }, request) {
          if (!text.trim()) throw new UnusableInput("Write something first. Nothing was sent.");
          await addComment(client, gidOf(request), text);
          return { text: "Your comment was added.", location: pageOf(request) };
        },
      }),
    )
    .all(allowMethods("POST"));

  router
    .route(`${page}/delete`)
    .get(requireSignIn(), requireSight, async (request, response) => {
      const access = asanaAccess(request, response, dependencies);
      const { data: task } = await readTask(access.client, gidOf(request));
      const facts = { task, ...factsOf(request, access, dependencies) };
      render(response, "delete-task", deleteTaskPage(facts));
    })
    .post(
      ...formRoute(dependencies, {
        name: "delete",
        fields: [],
        pageOf: (request) => `${pageOf(request)}/delete`,
        async perform({ client }, _fields, request) {
          await deleteTask(client, gidOf(request));
          const link = { href: new URL(issuer).origin, label: "Open Asana" };
          return { text: deletedText, link, location: demoPath };
        },
      }),
    )
    .all(allowMethods("GET", "HEAD", "POST"));

  return router;
}

const completions = [
  { path: "complete", completed: true, text: "The task is completed." },
  { path: "reopen", completed: false, text: "The task is open again." },
];

const deletedText =
  "The task was deleted. Asana keeps it in the trash for 30 days: until then you can restore it there.";

function gidOf(request: Request): string {
  return String(request.params.gid);
}

function pageOf(request: Request): string {
  return taskPath(gidOf(request));
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

/** Comments stand beside the task: when they cannot be read, the task is shown all the same. */
async function readComments(
  access: AsanaAccess,
  request: Request,
): Promise<Pick<TaskFacts, "comments" | "commentsProblem">> {
  const none = { comments: undefined, commentsProblem: undefined };
  if (!isGranted("comments", access.grantedScope())) return none;
  try {
    return { ...none, comments: await listComments(access.client, gidOf(request)) };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    if (error.kind === "scope-missing") return none; // the page asks for it
    return { ...none, commentsProblem: `Comments are missing. ${failureInWords(error)}` };
  }
}
