import type { Link } from "../../web/page/link.ts";

/** The methods that give a token to make calls with. */
export type TokenMethod = "oauth" | "pat" | "service-account";

export interface TakeBack {
  readonly text: string;
  readonly links: readonly Link[];
}

interface MethodWords {
  readonly name: string;
  readonly actsAs: string;
  readonly takeBack: TakeBack;
  /** How the operator gets one. */
  readonly steps: readonly string[];
}

const developerConsole: Link = {
  href: "https://app.asana.com/0/my-apps",
  label: "Developer console",
};

/** From Asana's pages "Authentication overview", "OAuth", "Personal access token", "Service accounts". */
export const methodWords: Record<"openid-connect" | TokenMethod, MethodWords> = {
  "openid-connect": {
    name: "OpenID Connect",
    actsAs: "Nobody. It says who you are.",
    takeBack: {
      text: "There is nothing to take back: the app read it once, when you signed in.",
      links: [asanasPage("OpenID Connect", "openid-connect")],
    },
    steps: [],
  },
  oauth: {
    name: "OAuth",
    actsAs: "You, within the scopes that you allowed.",
    takeBack: {
      text: "Disconnect on your profile page; or at Asana: profile settings, Apps, Deauthorize.",
      links: [{ href: "/profile", label: "Your profile" }, asanasPage("OAuth", "oauth")],
    },
    steps: [],
  },
  pat: {
    name: "Personal access token",
    actsAs: "The user who made it. What it does carries that user's name.",
    takeBack: {
      text: "Its user deauthorizes it in the developer console, Personal access tokens.",
      links: [developerConsole, asanasPage("Personal access token", "personal-access-token")],
    },
    steps: [
      "Give the bot a user of its own at Asana, with a name and a photo; a guest will do where that is enough.",
      "Signed in as that user, open the developer console, Personal access tokens, Create new token. It is shown once.",
      "Put it into ASANA_PAT and start the app again.",
    ],
  },
  "service-account": {
    name: "Service account",
    actsAs: "The service account itself, in the whole organization.",
    takeBack: {
      text: "A super admin removes it in the admin console, Apps, Service accounts.",
      links: [asanasPage("Service accounts", "service-accounts")],
    },
    steps: [
      "It takes an Enterprise plan, and a super admin of the organization.",
      "In the admin console: Apps, Service accounts, Add service account. Its token is shown once.",
      "Put it into ASANA_SERVICE_ACCOUNT_TOKEN and start the app again.",
    ],
  },
};

function asanasPage(name: string, path: string): Link {
  return { href: `https://developers.asana.com/docs/${path}`, label: `Asana's page “${name}”` };
}
