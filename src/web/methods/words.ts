/** The methods that give a token to make calls with. */
export type TokenMethod = "oauth" | "pat" | "service-account";

interface MethodWords {
  readonly name: string;
  readonly actsAs: string;
  readonly takeBack: string;
  /** How to get one. */
  readonly steps: readonly string[];
}

/** From Asana's pages "Authentication overview", "OAuth", "Personal access token", "Service accounts". */
export const methodWords: Record<"openid-connect" | TokenMethod, MethodWords> = {
  "openid-connect": {
    name: "OpenID Connect",
    actsAs: "Nobody. It says who you are.",
    takeBack: "There is nothing to take back: it was read once, when you signed in.",
    steps: [],
  },
  oauth: {
    name: "OAuth",
    actsAs: "You, within the scopes that you allowed.",
    takeBack:
      "Disconnect on your profile page; or at Asana: profile settings, Apps, Deauthorize (Asana's page “OAuth”).",
    steps: [],
  },
  pat: {
    name: "Personal access token",
    actsAs: "The user who made it. What it does carries that user's name.",
    takeBack:
      "Its user removes it in the developer console, Personal access tokens (Asana's page “Personal access token”).",
    steps: [
      "Give the bot a user of its own at Asana, with a name and a photo; a guest will do where that is enough.",
      "Signed in as that user, open the developer console, Personal access tokens, Create new token. It is shown once.",
      "Put it into ASANA_PAT and start the app again.",
    ],
  },
  "service-account": {
    name: "Service account",
    actsAs: "The service account itself, in the whole organization.",
    takeBack:
      "A super admin removes it in the admin console, Apps, Service accounts (Asana's page “Service accounts”).",
    steps: [
      "It takes an Enterprise plan, and a super admin of the organization.",
      "In the admin console: Apps, Service accounts, Add service account. Its token is shown once.",
      "Put it into ASANA_SERVICE_ACCOUNT_TOKEN and start the app again.",
    ],
  },
};

/** When Asana answers 401. */
export const refusedWords: Record<TokenMethod, string> = {
  oauth: "Asana no longer accepts your access: it has run out, or was withdrawn. Connect again.",
  pat: "Asana does not accept this token: it was removed, or copied wrongly. Make a new one, and put it into ASANA_PAT.",
  "service-account":
    "Asana does not accept this token: it was removed, or copied wrongly. A super admin makes a new one; put it into ASANA_SERVICE_ACCOUNT_TOKEN.",
};

export const patOfPerson =
  "This token is a person's: what the bot does carries that person's name. Give the bot a user of its own, a member or a guest, with a name and a photo.";

export const patOfServiceAccount =
  "This is a service account's token: the bot could do far more than a bot needs. Put it into ASANA_SERVICE_ACCOUNT_TOKEN, and a bot user's token into ASANA_PAT.";

export const notAServiceAccount =
  "Asana refused it an operation that only service accounts may use: it is no service account's token, or its permissions or the plan leave out the audit log.";
