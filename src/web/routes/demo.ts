import { Router } from "express";
import { signedInOf } from "../../sessions/current-session.ts";
import { accessEnded } from "../access-ended.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { requireSignIn } from "../middleware/require-sign-in.ts";
import { neededScope, type OpenTasks, readOpenTasks } from "../open-tasks.ts";
import { type DemoPage, type Notice, render } from "../pages.ts";
import { dateInWords } from "../times.ts";

/** `GET /demo`: the person's open tasks, read with their OAuth token, beside the calls that did it. */
export function demoRoutes(dependencies: Dependencies): Router {
  const router = Router();
  router
    .route("/demo")
    .get(requireSignIn(), async (request, response) => {
      const { log } = response.locals;
      const { tokens } = signedInOf(request);
      const enough = tasksShown;
      const openTasks = await readOpenTasks(tokens, { ...dependencies, log, enough });
      render(response, "demo", demoPage(openTasks, dependencies));
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}

const tasksShown = 50;

function demoPage(openTasks: OpenTasks, { config }: Pick<Dependencies, "config">): DemoPage {
  return {
    title: "Your open tasks",
    notice: openTasks.problem && notices[openTasks.problem],
    tasks: openTasks.tasks.slice(0, tasksShown).map((task) => ({
      name: task.name || "Task without a name",
      url: taskUrl(task.url, config.asana.issuer),
      workspace: task.workspace,
      projects: task.projects.join(", "),
      due: task.dueOn ? dateInWords(task.dueOn) : "",
    })),
    isCut: openTasks.hasMore || openTasks.tasks.length > tasksShown,
    calls: openTasks.calls.map(({ call, scope }) => ({
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

const readAgain = { href: "/demo", label: "Try again" };

const notices: Record<NonNullable<OpenTasks["problem"]>, Notice> = {
  "scope-missing": {
    text: `This page needs permissions that the app was not given: ${neededScope}. Whoever runs the app can add them to ASANA_SCOPES.`,
  },
  unauthorized: accessEnded("/demo"),
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
