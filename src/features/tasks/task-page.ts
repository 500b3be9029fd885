import { isGranted } from "../../permissions.ts";
import type { PageCall } from "../../web/asana-calls/page-calls.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { type Fields, type FormResult, newFormKey } from "../../web/forms/submit-once.ts";
import { asanaLink } from "../../web/page/asana-link.ts";
import type { Notice } from "../../web/page/link.ts";
import type { DeleteTaskPage, TaskPage } from "../../web/page/page-models.ts";
import { dateInWords, inWords } from "../../web/page/times.ts";
import { permissionNotice } from "../../web/who-may/permission-request.ts";
import { type Bot, botInWords } from "../bot/bot-user.ts";
import { callCard } from "../requests/call-card.ts";
import type { Comment } from "./asana-stories.ts";
import type { Task } from "./asana-tasks.ts";
import { taskPath } from "./task-addresses.ts";

/** Everything that the page of one task is made of. */
export interface TaskFacts {
  readonly task: Task;
  /** Undefined when the app may not see them, or could not. */
  readonly comments: readonly Comment[] | undefined;
  /** Whether there are, or may be, more. */
  readonly areCommentsCut: boolean;
  readonly commentsProblem: string | undefined;
  readonly bot: Bot | undefined;
  readonly reader: { readonly subject: string; readonly name: string };
  readonly grantedScope: string;
  readonly calls: readonly PageCall[];
  readonly submitted: { readonly result: FormResult; readonly fields: Fields } | undefined;
  readonly notices: readonly Notice[];
  /** The page's own address, for coming back to it. */
  readonly address: string;
}

/** Puts the page of one task into words. */
export function taskPage(facts: TaskFacts, { config }: Pick<Dependencies, "config">): TaskPage {
  const { task, comments, grantedScope, submitted, address } = facts;
  const mayChange = isGranted("change-tasks", grantedScope);
  const mayComment = isGranted("comments", grantedScope);
  const shownAgain = submitted?.result.isProblem ? submitted : undefined;
  const typed = (form: string) => (shownAgain?.result.form === form ? shownAgain.fields : {});
  const { name = task.name } = typed("rename");
  const { text = "", author = "me" } = typed("comment");
  return {
    title: task.name || "Task without a name",
    notices: facts.notices,
    result: submitted?.result,
    task: {
      name: task.name || "Task without a name",
      notes: task.notes,
      state: task.isCompleted ? "Completed" : "Open",
      isCompleted: task.isCompleted,
      due: task.dueOn ? dateInWords(task.dueOn) : "",
      place: [task.workspace, ...task.projects].filter(Boolean).join(", "),
      asanaAddress: asanaLink(task.url, config.asana.issuer),
      address: taskPath(task.gid),
    },
    change: mayChange ? { renameKey: newFormKey(), name, completeKey: newFormKey() } : undefined,
    changeNotice: mayChange ? undefined : permissionNotice("change-tasks", address),
    comments: comments?.map(({ author, authorGid, createdAt, text }) => ({
      author: author || "Somebody",
      whose: whoseIs(authorGid, facts),
      at: timeInWords(createdAt),
      text,
    })),
    commentsCutText: facts.areCommentsCut ? commentsCutText : undefined,
    commentsProblem: facts.commentsProblem,
    commentForm: mayComment
      ? { key: newFormKey(), text, authors: authorsOf(facts, author) }
      : undefined,
    bot:
      facts.bot?.outcome === "known" ? botInWords(facts.bot, facts.reader, { config }) : undefined,
    botProblem: facts.bot?.outcome === "unknown" ? facts.bot.problem : undefined,
    commentNotice: mayComment ? undefined : permissionNotice("comments", address),
    calls: facts.calls.map(callCard),
  };
}

const commentsCutText =
  "This page reads a task's first thousand stories and shows the newest hundred comments among them. Open the task at Asana to see all.";

/** By ids: a bot may be named like a person. */
function whoseIs(authorGid: string, { bot, reader }: TaskFacts): string {
  if (authorGid === reader.subject) return "you";
  return bot?.outcome === "known" && authorGid === bot.gid ? "the bot" : "";
}

/** There is nothing to choose without a bot. */
function authorsOf({ bot, reader }: TaskFacts, chosen: string) {
  if (bot?.outcome !== "known") return [];
  const isBot = chosen === "bot";
  return [
    { value: "me" as const, label: `me, ${reader.name} (OAuth)`, isChosen: !isBot },
    {
      value: "bot" as const,
      label: `the bot, ${bot.name} (personal access token)`,
      isChosen: isBot,
    },
  ];
}

/** Puts the page that asks before a task is deleted into words. */
export function deleteTaskPage({
  task,
  grantedScope,
  submitted,
  address,
  notices,
  calls,
}: Omit<
  TaskFacts,
  "comments" | "areCommentsCut" | "commentsProblem" | "bot" | "reader"
>): DeleteTaskPage {
  const mayDelete = isGranted("delete-tasks", grantedScope);
  return {
    title: "Delete this task?",
    notices,
    result: submitted?.result,
    name: task.name || "Task without a name",
    address: taskPath(task.gid),
    key: mayDelete ? newFormKey() : undefined,
    permissionNotice: mayDelete ? undefined : permissionNotice("delete-tasks", address),
    calls: calls.map(callCard),
  };
}

/** A time of Asana's (ISO 8601) as people read it. */
function timeInWords(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : inWords(at);
}
