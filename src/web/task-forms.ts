import type { Request } from "express";
import { addComment } from "../asana/stories.ts";
import { deleteTask, updateTask } from "../asana/tasks.ts";
import { openAtAsana } from "./asana-link.ts";
import type { Form } from "./form-route.ts";
import { UnusableInput } from "./submit-once.ts";
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
      fields: ["text"],
      pageOf,
      async perform({ client }, { text = "" }, request) {
        if (!text.trim()) throw new UnusableInput("Write something first. Nothing was sent.");
        await addComment(client, gidOf(request), text);
        return { text: "Your comment was added.", location: pageOf(request) };
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
