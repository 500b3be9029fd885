import { Router } from "express";
import type { Feature } from "../../web/feature.ts";
import { action, page } from "../../web/who-may/row.ts";
import type { CommentBot } from "./comment-bot.ts";
import { taskPath, tasksPath } from "./task-addresses.ts";
import { taskRoutes } from "./task-routes.ts";
import { changeTasks, deleteTasks, seeAndWriteComments, seeTasks } from "./tasks-permissions.ts";
import { tasksRoutes } from "./tasks-routes.ts";

const task = taskPath(":gid");

/**
 * The person's tasks: a list, a page for each, and forms that create, change, comment and delete.
 *
 * @param options `label`: what the header calls the list; `bot`: comments in its own name when a
 *   person wants it to
 */
export function tasks(options: { readonly label: string; readonly bot?: CommentBot }): Feature {
  const { label, bot } = options;
  return {
    name: "tasks",
    rows: [
      page(tasksPath, "signed-in", { inWords: "your open tasks" }),
      page(task, "signed-in"),
      page(`${task}/delete`, "signed-in"),
      action(`${tasksPath}/tasks`, "signed-in", tasksPath),
      action(`${task}/rename`, "signed-in", task),
      action(`${task}/complete`, "signed-in", task),
      action(`${task}/reopen`, "signed-in", task),
      action(`${task}/comment`, "signed-in", task), // as the bot too, where the person sees the task
      action(`${task}/delete`, "signed-in", `${task}/delete`),
    ],
    routes: (dependencies) =>
      Router().use(tasksRoutes(dependencies), taskRoutes(dependencies, bot)),
    navigation: [{ href: tasksPath, label, role: "signed-in" }],
    landingCard: {
      href: tasksPath,
      title: "Your tasks",
      text: "Read from Asana with your permission.",
    },
    permissions: [seeTasks, changeTasks, seeAndWriteComments, deleteTasks],
  };
}
