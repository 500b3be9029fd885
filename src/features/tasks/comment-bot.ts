import type { AsanaClient } from "../../asana/client.ts";
import type { PageRequest } from "../../web/feature.ts";

/** A bot that comments for people, beside their own name. The list of features hands one in. */
export interface CommentBot {
  /** The view that shows the bot's user below the form. */
  readonly view: string;
  /** Finds out whose the bot's token is; undefined when the app has none. */
  read(about: PageRequest): Promise<BotUser | undefined>;
  /**
   * Writes for a person, once Asana has said, with the person's own token, that they see the task.
   *
   * @throws NotDone; what `ifPersonSees` throws
   */
  write<Written>(
    comment: BotComment<Written>,
    about: Pick<PageRequest, "response" | "dependencies">,
  ): Promise<Written>;
}

/** The user of the bot's token, ready to show; or why it is not known. */
export type BotUser =
  | {
      readonly outcome: "known";
      readonly gid: string;
      readonly name: string;
      readonly model: object;
    }
  | { readonly outcome: "unknown"; readonly problem: string };

/** What a bot writes, and for whom. */
export interface BotComment<Written> {
  readonly text: string;
  /** The person's name at Asana. */
  readonly person: string;
  /** Asks Asana with the person's own token; throws unless they see the task. */
  ifPersonSees(): Promise<unknown>;
  /** Writes the text, which names the person, with the bot's own client. */
  write(bot: AsanaClient, text: string): Promise<Written>;
}
