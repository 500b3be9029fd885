import { serviceAccountPurposes } from "./choices.ts";
import { type Answers, type Condition, holds } from "./questions.ts";
import type { Way } from "./ways.ts";

interface Reason {
  readonly way: Way;
  readonly when: Condition;
  readonly text: string;
}

/** Why a way fits, by the answer that speaks for it. */
const reasons: readonly Reason[] = [
  {
    way: "openid-connect",
    when: { purpose: ["sign-in"] },
    text: "OpenID Connect tells your app who a person is, in a signed ID token. Nobody types an Asana password into your app.",
  },
  {
    way: "openid-connect",
    when: { purpose: ["sign-in-and-act"] },
    text: "The scope openid in the request brings an ID token that says who the person is.",
  },
  {
    way: "openid-connect",
    when: { users: ["anybody"] },
    text: "Anybody with an Asana account can sign in, on every plan.",
  },
  {
    way: "openid-connect",
    when: { users: ["organization"] },
    text: "The people of your organization have the account they sign in with already.",
  },
  {
    way: "openid-connect",
    when: { author: ["none"] },
    text: "The app does nothing in a person’s name, and OpenID Connect only says who the person is.",
  },
  {
    way: "openid-connect",
    when: { data: ["identity"] },
    text: "Asana user id, name, e-mail and photo are what it gives, and all that you need.",
  },
  {
    way: "oauth",
    when: { purpose: ["act-for-many", "sign-in-and-act"] },
    text: "With OAuth each person allows your app to act for them, and can take that back.",
  },
  {
    way: "oauth",
    when: { author: ["person"] },
    text: "What the app does with a person’s access token carries that person’s name.",
  },
  {
    way: "oauth",
    when: { data: ["mine", "each-user"] },
    text: "An access token sees what its person sees, cut to the scopes that they allowed.",
  },
  {
    way: "oauth",
    when: { users: ["organization", "anybody"] },
    text: "No two people share a token: everybody has their own, by their own consent.",
  },
  {
    way: "oauth",
    when: { unattended: ["days", "always"] },
    text: "The refresh token keeps the app going while nobody is there, for as long as the person keeps it authorized.",
  },
  {
    way: "own-token",
    when: { purpose: ["quick-start"] },
    text: "A personal access token is the quickest start: no registration, no consent page, one header on every call.",
  },
  {
    way: "own-token",
    when: { purpose: ["own-script"] },
    text: "A script for one user needs nobody’s consent but yours: your own token is enough.",
  },
  {
    way: "own-token",
    when: { users: ["only-me"] },
    text: "You are the only user, so there is no other account to ask for.",
  },
  {
    way: "own-token",
    when: { data: ["mine"] },
    text: "It sees what you see, which is the data you need.",
  },
  {
    way: "own-token",
    when: { author: ["person"] },
    text: "What it does carries your name, as you want it to.",
  },
  {
    way: "own-token",
    when: { unattended: ["days", "always"] },
    text: "It is long-lived and is not refreshed, so a script can run for days without you.",
  },
  {
    way: "bot-token",
    when: { purpose: ["bot"] },
    text: "What a token does carries the name of the user who made it. So the bot gets a user of its own at Asana, and its token is made there.",
  },
  {
    way: "bot-token",
    when: { author: ["bot"] },
    text: "A bot’s name stands at what it does, so that people can tell it from yours.",
  },
  {
    way: "bot-token",
    when: { author: ["app"] },
    text: "Give the bot’s user the app’s name and picture: they stand at what it does.",
  },
  {
    way: "bot-token",
    when: { unattended: ["days", "always"] },
    text: "The token is long-lived and is not refreshed, so the bot runs while nobody is there.",
  },
  {
    way: "administrator-token",
    when: { enterprise: ["no"] },
    text: "Without an Enterprise plan there are no service accounts. What comes closest is the token of a user who is a member of as much as possible, best an administrator’s.",
  },
  {
    way: "administrator-token",
    when: { unattended: ["days", "always"] },
    text: "It is long-lived and is not refreshed, so it can run while nobody is there.",
  },
  {
    way: "service-account",
    when: { purpose: ["backup"] },
    text: "A complete backup has to see everything, private items included, and of the four methods only a service account does.",
  },
  {
    way: "service-account",
    when: { purpose: ["user-administration"] },
    text: "User administration concerns the whole organization. Asana names it as a use of service accounts.",
  },
  {
    way: "service-account",
    when: { purpose: ["team-administration"] },
    text: "Team administration concerns all teams, including those that you are no member of. Asana names it as a use of service accounts.",
  },
  {
    way: "service-account",
    when: { purpose: ["clean-up"] },
    text: "To find the projects nobody works on you have to see all of them, private ones included.",
  },
  {
    way: "service-account",
    when: { purpose: ["standardizing"] },
    text: "A standard helps only where it holds everywhere, so the program that applies it has to reach all objects of the organization.",
  },
  {
    way: "service-account",
    when: { purpose: ["integration"] },
    text: "An integration over all data must not depend on what one person happens to see.",
  },
  {
    way: "service-account",
    when: { purpose: ["service-account-endpoints"] },
    text: "These endpoints answer service accounts only. No rights of a person open them.",
  },
  {
    way: "service-account",
    when: { purpose: ["bot"] },
    text: "A service account has a name and a picture of its own, so no person’s name stands at what the bot does.",
  },
  {
    way: "service-account",
    when: { data: ["organization"] },
    text: "It has more access than any one person: with full permissions, everything in the organization.",
  },
  {
    way: "service-account",
    when: { author: ["bot", "app"], purpose: ["not-sure", ...serviceAccountPurposes] },
    text: "What it does carries its own name and picture.",
  },
  {
    way: "service-account",
    when: { unattended: ["days", "always"] },
    text: "Its token works until it is removed in the admin console, without a refresh and without anybody there.",
  },
  {
    way: "service-account",
    when: { enterprise: ["yes"] },
    text: "Your plan has service accounts.",
  },
];

/** What is true of a way with any answers, for people who gave few. */
const always: Readonly<Record<Way, readonly string[]>> = {
  "openid-connect": [
    "OpenID Connect lets people sign in with the Asana account they have.",
    "Its ID token is read once, at sign-in, so there is nothing to refresh.",
  ],
  oauth: [
    "OAuth is made for apps that act for many people, each by their own consent.",
    "The app sees what each person sees, and only as far as the allowed scopes go.",
  ],
  "own-token": [
    "A personal access token acts as you and sees what you see.",
    "It needs no registered app, on every plan.",
  ],
  "bot-token": [
    "A bot user’s token carries the bot’s name and sees only what you share with that user.",
    "It needs no registered app, on every plan.",
  ],
  "administrator-token": [
    "A token sees what its user sees, so choose a user who sees much.",
    "Asana makes personal access tokens on every plan.",
  ],
  "service-account": [
    "With full permissions it sees everything in the organization, private items included.",
    "It acts in its own name and belongs to no person.",
  ],
};

/** Two to four sentences that say why these ways fit, at least one for each of them. */
export function reasonsFor(chosen: readonly Way[], answers: Answers): string[] {
  const [least, most] = chosen.length === 1 ? [2, 4] : [1, 2];
  return chosen.flatMap((way) => {
    const fitting = reasons.filter((reason) => reason.way === way && holds(reason.when, answers));
    const count = Math.min(Math.max(fitting.length, least), most);
    return [...fitting.map(({ text }) => text), ...always[way]].slice(0, count);
  });
}
