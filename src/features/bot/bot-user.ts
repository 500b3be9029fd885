import { AsanaApiError } from "../../asana/api-error.ts";
import { readMe, type User } from "../../asana/users.ts";
import type { Config } from "../../config.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import { asanaAsApp } from "../../web/asana-calls/asana-as-app.ts";
import { failureInWords } from "../../web/errors/failure-words.ts";
import type { PageRequest } from "../../web/feature.ts";
import { allowedPhotoUrl, initialsOf } from "../../web/page/photo.ts";

/** The user whose personal access token the app has, ready to show. */
export interface BotModel {
  readonly name: string;
  readonly photoUrl: string | undefined;
  readonly initials: string;
  /** What the operator should change about the bot's user. */
  readonly advice: string | undefined;
}

/** The user of the bot's token; or why it is not known. */
export type BotUser =
  | {
      readonly outcome: "known";
      readonly gid: string;
      readonly name: string;
      readonly model: { readonly bot: BotModel };
    }
  | { readonly outcome: "unknown"; readonly problem: string };

/** Asks Asana whose the bot's token is; undefined when the app has none. */
export async function readBotUser(about: PageRequest): Promise<BotUser | undefined> {
  const { request, response, dependencies } = about;
  const asana = asanaAsApp("ASANA_PAT", response, dependencies);
  if (!asana) return undefined;
  try {
    const user = await readMe(asana.client);
    const { gid, name } = user;
    const { subject } = signedInOf(request);
    const model = { bot: botInWords(user, { subject, config: dependencies.config }) };
    return { outcome: "known", gid, name, model };
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    const problem =
      error.kind === "unauthorized"
        ? "The bot cannot comment: Asana does not accept its token. The operator of this app replaces it in ASANA_PAT."
        : `The bot cannot comment at the moment. ${failureInWords(error)}`;
    return { outcome: "unknown", problem };
  }
}

/**
 * Puts the bot's user into words. Asana does not tell bots from people. The token is certainly a
 * person's when its user reads this page, or administers the app.
 *
 * @see Asana's page "Authentication overview" on bot users
 */
function botInWords(
  bot: User,
  { subject, config }: { readonly subject: string; readonly config: Config },
): BotModel {
  const isPersons = bot.gid === subject || config.administrators.includes(bot.gid);
  return {
    name: bot.name,
    photoUrl: allowedPhotoUrl(bot.photoUrl, config.asana.issuer),
    initials: initialsOf(bot.name),
    advice: isPersons ? personsToken : bot.photoUrl ? undefined : withoutPhoto,
  };
}

const personsToken =
  "This token is a person's, so what the bot does carries that person's name. Give the bot a user of its own (a member, or a guest where that is enough), with a name and a photo, and make its token there.";
const withoutPhoto =
  "The bot's user has no photo. If this is a person's token, give the bot a user of its own. By its name and photo people see at once that no person wrote.";
