import type { Request } from "express";
import { signedInOf } from "../../sessions/current-session.ts";
import type { Form } from "../../web/forms/form-route.ts";
import { UnusableInput } from "../../web/forms/submit-once.ts";
import { openAtAsana } from "../../web/page/asana-link.ts";
import { commentAsBot } from "../bot/bot-comment.ts";
import { addComment } from "./asana-stories.ts";
import { deleteTask, updateTask } from "./asana-tasks.ts";
import { demoPath, taskPath } from "./task-addresses.ts";

/** The forms on the page of a task. Each is sent to an address below the page's, by its name. */
export function taskForms({ issuer }: { readonly issuer: string }): readonly Form[] {
  return [
    {
      name: "rename",
      fields: ["name"],
      pageOf,
      async perform({ client }, { name = "" }, request) {
        if (!name.trim()) throw new UnusableInput("A task needs a name. Nothing was sent.");
        const { data: task } = await updateTask(client, gidOf(request), { name: name.trim() });
        const link = openAtAsana(task.url, issuer);
        return { text: "The task was renamed.", link, location: pageOf(request) };
      },
    },
    completion({ name: "complete", completed: true, text: "The task is completed.", issuer }),
    completion({ name: "reopen", completed: false, text: "The task is open again.", issuer }),
    {
      name: "comment",
      fields: ["text", "author"],
      pageOf,
      async perform(access, { text = "", author = "" }, request) {
        if (!text.trim()) throw new UnusableInput("Write something first. Nothing was sent.");
        const [taskGid, location] = [gidOf(request), pageOf(request)];
        if (author === "bot") {
          const person = signedInOf(request).name;
          const written = await commentAsBot(access, { taskGid, text, person });
          return { text: botCommented(written.author), location };
        }
        const { data } = await addComment(access.client, taskGid, text);
        return { text: youCommented(data.author), location };
      },
    },
  ];
}

/** The form on the page that asks before a task is deleted. */
export function deleteForm({ issuer }: { readonly issuer: string }): Form {
  return {
    name: "delete",
    fields: [],
    pageOf: (request) => `${pageOf(request)}/delete`,
    async perform({ client }, _fields, request) {
      await deleteTask(client, gidOf(request));
      const link = { href: new URL(issuer).origin, label: "Open Asana" };
      return { text: deletedText, link, location: demoPath };
    },
  };
}

/** The task that an address below `/demo/tasks/{gid}` is about. */
export function gidOf(request: Request): string {
  return String(request.params.gid);
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
    async perform({ client }, _fields, request) {
      const { data: task } = await updateTask(client, gidOf(request), { completed });
      return { text, link: openAtAsana(task.url, issuer), location: pageOf(request) };
    },
  };
}

function pageOf(request: Request): string {
  return taskPath(gidOf(request));
}
