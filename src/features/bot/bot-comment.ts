import { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { asanaAsApp } from "../../web/asana-calls/asana-as-app.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import type { PageRequest } from "../../web/feature.ts";
import { NotDone } from "../../web/forms/form.ts";

/** What the bot writes, and for whom. */
export interface BotComment<Written> {
  readonly text: string;
  /** The person's name at Asana. */
  readonly person: string;
  /** Asks Asana with the person's own token; throws unless they see what is commented on. */
  ifPersonSees(): Promise<unknown>;
  /** Writes the text with the bot's own client. */
  write(bot: AsanaClient, text: string): Promise<Written>;
}

/**
 * Comments as the bot user, for a person.
 *
 * The bot may see tasks that the person may not, and could write there for them: a confused deputy.
 * So `ifPersonSees` asks Asana first, with the person's own token. Then the bot writes, and names
 * the person.
 *
 * @throws NotDone when the bot could not; what `ifPersonSees` throws
 */
export async function commentAsBot<Written>(
  comment: BotComment<Written>,
  { response, dependencies }: Pick<PageRequest, "response" | "dependencies">,
): Promise<Written> {
  const bot = asanaAsApp("ASANA_PAT", response, dependencies);
  if (!bot) throw new NotDone("This app has no bot any more. Nothing was sent.");
  await comment.ifPersonSees();
  try {
    return await comment.write(bot.client, inTheNameOf(comment.person, comment.text));
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    throw new NotDone(problems[error.kind] ?? failureInWords(error, { mayHaveBeenDone: true }));
  }
}

/** The name stands first, so that no typed text can stand before it or pass for it. */
function inTheNameOf(person: string, text: string): string {
  return `${person.replace(/\s+/g, " ")} had the bot write this:\n\n${text}`;
}

/** The words that differ from those for a person's own token. */
const problems: Partial<Record<AsanaApiError["kind"], string>> = {
  unauthorized:
    "Asana does not accept the bot's token any more, so nothing was done. The operator of this app replaces it in ASANA_PAT.",
  forbidden:
    "Asana does not let the bot comment here, so nothing was done. The bot's user needs to be able to comment in this project.",
  "not-found":
    "You see this task, but the bot does not, so nothing was done. Add the bot's user to the project or the task.",
};
