import type { Request } from "express";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { type Form, type FormRequest, NotDone, UnusableInput } from "../../web/forms/form.ts";
import { openAtAsana } from "../../web/page/link.ts";
import { addComment } from "./asana-stories.ts";
import { deleteTask, readTask, updateTask } from "./asana-tasks.ts";
import type { CommentBot } from "./comment-bot.ts";
import { taskPath, tasksPath } from "./task-addresses.ts";

/** The forms on the page of a task. Each is sent to an address below the page's, by its name. */
export function taskForms(
  dependencies: Dependencies,
  bot: CommentBot | undefined,
): readonly Form[] {
  const { issuer } = dependencies.config.asana;
  return [
    renaming(issuer),
    completion({ name: "complete", completed: true, text: "The task is completed.", issuer }),
    completion({ name: "reopen", completed: false, text: "The task is open again.", issuer }),
    commenting(dependencies, bot),
  ];
}

/** The form on the page that asks before a task is deleted. */
export function deleteForm({ issuer }: { readonly issuer: string }): Form {
  return {
    name: "delete",
    fields: [],
    pageOf: (request) => `${pageOf(request)}/delete`,
    async perform({ asana, request }) {
      await deleteTask(asana.client, gidOf(request));
      const link = { href: new URL(issuer).origin, label: "Open Asana" };
      return { text: deletedText, link, location: tasksPath };
    },
  };
}

/** The task that an address below `/demo/tasks/{gid}` is about. */
export function gidOf(request: Request): string {
  return String(request.params.gid);
}

function renaming(issuer: string): Form {
  return {
    name: "rename",
    fields: ["name"],
    pageOf,
    async perform({ asana, fields: { name = "" }, request }) {
      if (!name.trim()) throw new UnusableInput("A task needs a name. Nothing was sent.");
      const { data: task } = await updateTask(asana.client, gidOf(request), { name: name.trim() });
      const link = openAtAsana(task.url, issuer);
      return { text: "The task was renamed.", link, location: pageOf(request) };
    },
  };
}

function commenting(dependencies: Dependencies, bot: CommentBot | undefined): Form {
  return {
    name: "comment",
    fields: ["text", "author"],
    pageOf,
    async perform(about) {
      const { asana, fields, request } = about;
      const { text = "", author = "" } = fields;
      if (!text.trim()) throw new UnusableInput("Write something first. Nothing was sent.");
      const location = pageOf(request);
      if (author === "bot") {
        const written = await commentAsBot({ ...about, text, dependencies }, bot);
        return { text: botCommented(written.data.author), location };
      }
      const { data } = await addComment(asana.client, gidOf(request), text);
      return { text: youCommented(data.author), location };
    },
  };
}

function commentAsBot(
  about: FormRequest & { readonly text: string; readonly dependencies: Dependencies },
  bot: CommentBot | undefined,
) {
  if (!bot) throw new NotDone("This app has no bot any more. Nothing was sent.");
  const { asana, request, text } = about;
  const taskGid = gidOf(request);
  return bot.write(
    {
      text,
      person: signedInOf(request).name,
      ifPersonSees: () => readTask(asana.client, taskGid),
      write: (client, botText) => addComment(client, taskGid, botText),
    },
    about,
  );
}

function youCommented(author: string): string {
  return author
    ? `Your comment was added. Asana names ${author} as its author.`
    : "Your comment was added.";
}

function botCommented(author: string): string {
  return author
    ? `The bot's comment was added. Asana names ${author} as its author, and it says that you had it written.`
    : "The bot's comment was added. It says that you had it written.";
}

const deletedText =
  "The task was deleted. Asana keeps it in the trash for 30 days: until then you can restore it there.";

function completion(about: {
  readonly name: string;
  readonly completed: boolean;
  readonly text: string;
  readonly issuer: string;
}): Form {
  const { name, completed, text, issuer } = about;
  return {
    name,
    fields: [],
    pageOf,
    async perform({ asana, request }) {
      const { data: task } = await updateTask(asana.client, gidOf(request), { completed });
      return { text, link: openAtAsana(task.url, issuer), location: pageOf(request) };
    },
  };
}

function pageOf(request: Request): string {
  return taskPath(gidOf(request));
}
