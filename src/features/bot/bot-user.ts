import { AsanaApiError } from "../../asana/api-error.ts";
import { readMe } from "../../asana/users.ts";
import type { AsanaAccess } from "../../web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import type { BotModel } from "../../web/page/page-models.ts";
import { allowedPhotoUrl, initialsOf } from "../../web/page/photo.ts";

/** Whose the personal access token is; or why that is not known; undefined without a token. */
export type Bot =
  | {
      readonly outcome: "known";
      readonly gid: string;
      readonly name: string;
      readonly photoUrl: string | undefined;
    }
  | { readonly outcome: "unknown"; readonly problem: string };

/** Asks Asana whose the bot's token is. */
export async function readBot({ bot }: Pick<AsanaAccess, "bot">): Promise<Bot | undefined> {
  if (!bot) return undefined;
  try {
    const { user } = await readMe(bot);
    return { outcome: "known", gid: user.gid, name: user.name, photoUrl: user.photoUrl };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    const problem =
      error.kind === "unauthorized"
        ? "The bot cannot comment: Asana does not accept its token. Whoever runs this app replaces it in ASANA_PAT."
        : `The bot cannot comment at the moment. ${failureInWords(error)}`;
    return { outcome: "unknown", problem };
  }
}

/**
 * Puts the bot's user into words. Asana cannot tell a person from a bot; a token is a person's
 * beyond doubt when its user is the one who reads this, or one who administers the app.
 *
 * @see Asana's page "Authentication overview" on bot users
 */
export function botInWords(
  bot: Extract<Bot, { outcome: "known" }>,
  reader: { readonly subject: string },
  { config }: Pick<Dependencies, "config">,
): BotModel {
  const isPersons = bot.gid === reader.subject || config.administrators.includes(bot.gid);
  const photoUrl = allowedPhotoUrl(bot.photoUrl, config.asana.issuer);
  return {
    name: bot.name,
    photoUrl,
    initials: initialsOf(bot.name),
    advice: isPersons ? personsToken : bot.photoUrl ? undefined : withoutPhoto,
  };
}

const personsToken =
  "This token is a person's, so what the bot does carries that person's name. Give the bot a user of its own (a member, or a guest where that is enough), with a name and a photo, and make its token there.";
const withoutPhoto =
  "The bot's user has no photo. If this is a person's token, give the bot a user of its own; with a name and a photo of its own people see at once that no person wrote.";
