/** What an administrator reads when Asana answers 401 to one of the app's own tokens. */
export const refusedWords: Record<"pat" | "service-account", string> = {
  pat: "Asana does not accept this token: it was revoked, or copied wrongly. Make a new one, and put it into ASANA_PAT.",
  "service-account":
    "Asana does not accept this token: it was revoked, or copied wrongly. A super admin makes a new one; put it into ASANA_SERVICE_ACCOUNT_TOKEN.",
};

export const patOfPerson =
  "This token is a person's: what the bot does carries that person's name. Give the bot a user of its own, a member or a guest, with a name and a photo.";

export const patOfServiceAccount =
  "This is a service account's token: the bot could do far more than a bot needs. Put it into ASANA_SERVICE_ACCOUNT_TOKEN, and a bot user's token into ASANA_PAT.";

export const notAServiceAccount =
  "Asana refused it an operation that only service accounts may use: it is no service account's token, or its permissions or the plan leave out the audit log.";
