import type { Config } from "../../config.ts";
import { isGranted } from "../../permissions.ts";
import { newFormKey } from "../../web/forms/form.ts";
import type { FormResult, SubmittedForm } from "../../web/forms/form-result.ts";
import { asanaLink, type Notice } from "../../web/page/link.ts";
import type { Page } from "../../web/page/show.ts";
import { dateInWords, timeInWords } from "../../web/page/times.ts";
import { permissionNotice } from "../../web/who-may/permission-request.ts";
import type { Comment } from "./asana-stories.ts";
import type { Task } from "./asana-tasks.ts";
import type { BotUser } from "./comment-bot.ts";
import { taskPath } from "./task-addresses.ts";
import { changeTasks, seeAndWriteComments } from "./tasks-permissions.ts";

/** The page of one task, ready to show. */
export interface TaskPage extends Page {
  readonly notices: readonly Notice[];
  readonly result: FormResult | undefined;
  readonly task: {
    readonly name: string;
    readonly notes: string;
    readonly state: string;
    readonly isCompleted: boolean;
    readonly due: string;
    readonly place: string;
    readonly asanaAddress: string | undefined;
    /** Its page here; the forms' addresses begin with it. */
    readonly address: string;
  };
  /** The keys of the forms that change it. */
  readonly change:
    | { readonly renameKey: string; readonly name: string; readonly completeKey: string }
    | undefined;
  readonly changeNotice: Notice | undefined;
  readonly comments:
    | readonly {
        readonly author: string;
        /** "you" or "the bot", when it is one of them. */
        readonly whose: string;
        readonly at: string;
        readonly text: string;
      }[]
    | undefined;
  readonly commentsCutText: string | undefined;
  /** Why there are no comments to show. */
  readonly commentsProblem: string | undefined;
  readonly commentForm: CommentForm | undefined;
  /** The bot's user, with the view that shows it. */
  readonly bot: { readonly view: string; readonly model: object } | undefined;
  readonly botProblem: string | undefined;
  readonly commentNotice: Notice | undefined;
}

interface CommentForm {
  readonly key: string;
  readonly text: string;
  /** The names in which the person can write it. */
  readonly authors: readonly {
    readonly value: "me" | "bot";
    readonly label: string;
    readonly isChosen: boolean;
  }[];
}

/** Everything that the page of one task is made of. */
export interface TaskFacts {
  readonly task: Task;
  /** Undefined when the app may not read them, or failed to. */
  readonly comments: readonly Comment[] | undefined;
  /** Whether there are, or may be, more. */
  readonly areCommentsCut: boolean;
  readonly commentsProblem: string | undefined;
  readonly botUser: BotUser | undefined;
  readonly reader: { readonly subject: string; readonly name: string };
  readonly grantedScope: string;
  readonly submitted: SubmittedForm | undefined;
  readonly notices: readonly Notice[];
  /** The page's own address, for coming back to it. */
  readonly address: string;
}

/** Puts the page of one task into words. */
export function taskPage(
  facts: TaskFacts,
  { config, botView }: { readonly config: Config; readonly botView: string | undefined },
): TaskPage {
  const { task, botUser, grantedScope, submitted, address } = facts;
  const mayChange = isGranted(changeTasks, grantedScope);
  const mayComment = isGranted(seeAndWriteComments, grantedScope);
  const shownAgain = submitted?.result.isProblem ? submitted : undefined;
  const typed = (form: string) => (shownAgain?.result.form === form ? shownAgain.fields : {});
  const { name = task.name } = typed("rename");
  const { text = "", author = "me" } = typed("comment");
  return {
    title: task.name || "Task without a name",
    notices: facts.notices,
    result: submitted?.result,
    task: taskInWords(task, config.asana.issuer),
    change: mayChange ? { renameKey: newFormKey(), name, completeKey: newFormKey() } : undefined,
    changeNotice: mayChange ? undefined : permissionNotice(changeTasks, address),
    comments: commentsInWords(facts),
    commentsCutText: facts.areCommentsCut ? commentsCutText : undefined,
    commentsProblem: facts.commentsProblem,
    commentForm: mayComment
      ? { key: newFormKey(), text, authors: authorsOf(facts, author) }
      : undefined,
    bot:
      botUser?.outcome === "known" && botView ? { view: botView, model: botUser.model } : undefined,
    botProblem: botUser?.outcome === "unknown" ? botUser.problem : undefined,
    commentNotice: mayComment ? undefined : permissionNotice(seeAndWriteComments, address),
  };
}

function taskInWords(task: Task, issuer: string): TaskPage["task"] {
  return {
    name: task.name || "Task without a name",
    notes: task.notes,
    state: task.isCompleted ? "Completed" : "Open",
    isCompleted: task.isCompleted,
    due: task.dueOn ? dateInWords(task.dueOn) : "",
    place: [task.workspace, ...task.projects].filter(Boolean).join(", "),
    asanaAddress: asanaLink(task.url, issuer),
    address: taskPath(task.gid),
  };
}

function commentsInWords(facts: TaskFacts): TaskPage["comments"] {
  return facts.comments?.map(({ author, authorGid, createdAt, text }) => ({
    author: author || "Somebody",
    whose: whoseIs(authorGid, facts),
    at: timeInWords(createdAt),
    text,
  }));
}

const commentsCutText =
  "This page reads a task's first thousand stories and shows the newest hundred comments among them. Open the task at Asana to see all.";

/** Compares ids, because a bot may bear a person's name. */
function whoseIs(authorGid: string, { botUser, reader }: TaskFacts): string {
  if (authorGid === reader.subject) return "you";
  return botUser?.outcome === "known" && authorGid === botUser.gid ? "the bot" : "";
}

/** There is nothing to choose without a bot. */
function authorsOf({ botUser: bot, reader }: TaskFacts, chosen: string): CommentForm["authors"] {
  if (bot?.outcome !== "known") return [];
  const isBot = chosen === "bot";
  return [
    { value: "me", label: `me, ${reader.name} (OAuth)`, isChosen: !isBot },
    {
      value: "bot",
      label: `the bot, ${bot.name} (personal access token)`,
      isChosen: isBot,
    },
  ];
}
