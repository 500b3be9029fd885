import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaAccess } from "../../web/asana-calls/asana-as-person.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import { NotDone } from "../../web/forms/submit-once.ts";
import { addComment } from "../tasks/asana-stories.ts";
import { readTask } from "../tasks/asana-tasks.ts";

/**
 * Comments on a task as the bot user, for a person.
 *
 * The bot may see tasks that the person may not, and would write wherever it is told to: a confused
 * deputy. So Asana is asked first, with the person's own token, whether they see the task. Then the
 * bot writes, and says for whom.
 *
 * @param person as Asana names them
 * @returns the author whom Asana names
 * @throws AsanaApiError, AccessError when the person's token does not reach the task; NotDone
 */
export async function commentAsBot(
  { client, bot }: Pick<AsanaAccess, "client" | "bot">,
  comment: { readonly taskGid: string; readonly text: string; readonly person: string },
): Promise<{ readonly author: string }> {
  const { taskGid, text, person } = comment;
  if (!bot) throw new NotDone("This app has no bot any more. Nothing was sent.");
  await readTask(client, taskGid);
  try {
    const { data } = await addComment(bot, taskGid, inTheNameOf(person, text));
    return { author: data.author };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    throw new NotDone(problems[error.kind] ?? failureInWords(error, { mayHaveBeenDone: true }));
  }
}

/** First, where nothing that was typed can stand before it or pass for it. */
function inTheNameOf(person: string, text: string): string {
  return `${person.replace(/\s+/g, " ")} had the bot write this:\n\n${text}`;
}

/** What differs from the words for a person's own token. */
const problems: Partial<Record<AsanaApiError["kind"], string>> = {
  unauthorized:
    "Asana does not accept the bot's token any more, so nothing was done. Whoever runs this app replaces it in ASANA_PAT.",
  forbidden:
    "Asana does not let the bot comment here, so nothing was done. The bot's user needs to be able to comment in this project.",
  "not-found":
    "You see this task, but the bot does not, so nothing was done. Add the bot's user to the project or the task.",
};
