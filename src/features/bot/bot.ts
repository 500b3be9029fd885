import type { Feature } from "../../web/feature.ts";
import { commentAsBot } from "./bot-comment.ts";
import { readBotUser } from "./bot-user.ts";

/**
 * The bot: the user of ASANA_PAT, who comments for people in a name of its own. It has no page; the
 * list of features hands it to the pages that people write on.
 */
export const bot = {
  name: "bot",
  view: "bot/bot",
  read: readBotUser,
  write: commentAsBot,
} as const satisfies Feature & Record<string, unknown>;
