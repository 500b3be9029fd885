import { serviceAccountPurposes } from "./choices.ts";
import { type Answers, type Condition, holds } from "./questions.ts";
import type { Way } from "./ways.ts";

interface Warning {
  /** Shown when one of these is chosen, and none of `without`. */
  readonly ways: readonly Way[];
  readonly without?: readonly Way[];
  readonly when: Condition;
  readonly text: string;
}

const tokens: readonly Way[] = ["own-token", "bot-token", "administrator-token"];

/** For answers that contradict each other or ask too much: what is possible instead. */
const warnings: readonly Warning[] = [
  {
    ways: ["administrator-token"],
    when: {},
    text: "What you ask for needs a service account, and those need an Enterprise plan. Possible without: a personal access token of an administrator, or of a user who is a member of all teams and projects concerned. It sees only what that user sees: other people’s private items will be missing, and nothing says which.",
  },
  {
    ways: ["service-account"],
    when: { purpose: ["service-account-endpoints"], enterprise: ["no"] },
    text: "Without an Enterprise plan these endpoints refuse every token. Possible without: the ordinary endpoints, with a personal access token of an administrator. It sees only what that user sees.",
  },
  {
    ways: ["service-account"],
    when: { enterprise: ["not-sure"] },
    text: "Find out first whether the organization has an Enterprise plan: without one there are no service accounts.",
  },
  {
    ways: ["service-account", "administrator-token"],
    when: { author: ["person"], purpose: ["not-sure", "own-script", ...serviceAccountPurposes] },
    text: "A person’s name and everything in the organization exclude each other: this token acts in the name of its own account. Actions that should carry each person’s name take OAuth, and see only what that person sees.",
  },
  {
    ways: ["service-account"],
    when: { users: ["anybody"] },
    text: "A service account belongs to one organization. For people of others, each organization would have to make one of its own and entrust you with it; an app for anybody takes OAuth.",
  },
  {
    ways: ["service-account"],
    when: { users: ["organization"] },
    text: "Through the app, people see what the account sees. Let only administrators in.",
  },
  {
    ways: ["service-account"],
    when: { purpose: serviceAccountPurposes, data: ["mine", "each-user", "identity"] },
    text: "You say that less than all data is enough. If that holds for the whole purpose, a personal access token or OAuth will do, and a leaked token opens less.",
  },
  {
    ways: ["bot-token"],
    when: { data: ["organization"] },
    text: "A bot user sees only what is shared with it, not everything in the organization. Make it a member where it has to work; with an Enterprise plan, a service account sees all.",
  },
  {
    ways: ["bot-token"],
    when: { author: ["person"] },
    text: "A bot’s token carries the bot’s name. For actions in the name of the person who uses it, take OAuth.",
  },
  {
    ways: ["bot-token"],
    when: { users: ["organization", "anybody"] },
    text: "People who use the bot act with its rights, not their own. Decide for each action who may ask for it.",
  },
  {
    ways: ["own-token"],
    when: { data: ["organization"] },
    text: "A personal access token shows what you see. Try the API with it; for everything in the organization you will need a service account, with an Enterprise plan.",
  },
  {
    ways: ["own-token"],
    when: { users: ["organization", "anybody"] },
    text: "Your token opens your whole account: everybody who uses the script acts as you. As soon as others use it, take OAuth, and everybody acts as themselves.",
  },
  {
    ways: ["own-token"],
    when: { data: ["each-user"] },
    text: "Your token sees what you see, not what each user sees. For that, each of them has to allow it: OAuth.",
  },
  {
    ways: ["oauth"],
    when: { author: ["bot", "app"] },
    text: "What OAuth does carries the name of the person who clicked Allow. For what should not, add a personal access token of a bot user, or with an Enterprise plan a service account.",
  },
  {
    ways: ["oauth"],
    when: { author: ["none"], purpose: ["act-for-many", "sign-in-and-act"] },
    text: "You say that the app does nothing in a person’s name. If it reads nothing either, OpenID Connect alone is enough.",
  },
  {
    ways: ["oauth"],
    when: { data: ["organization"] },
    text: "OAuth never sees everything in the organization, only what each person sees. All of it takes a service account, with an Enterprise plan.",
  },
  {
    ways: ["oauth"],
    when: { data: ["identity"] },
    text: "To know only who a person is, OpenID Connect is enough. Ask for no scope that you do not use.",
  },
  {
    ways: ["oauth"],
    when: { users: ["only-me"], purpose: ["act-for-many", "sign-in-and-act"] },
    text: "For you alone a personal access token is simpler. OAuth pays when there are other people.",
  },
  {
    ways: ["service-account", ...tokens],
    without: ["openid-connect"],
    when: { author: ["none"] },
    text: "You say that it only signs people in. If that is all, OpenID Connect is enough. A program that reads or writes at Asana does so as the account whose token it uses.",
  },
  {
    ways: ["openid-connect"],
    without: ["oauth", "service-account", ...tokens],
    when: { unattended: ["days", "always"] },
    text: "OpenID Connect does nothing while nobody is there. If the app should read or write at Asana then, add OAuth with the same registration, and keep the refresh token.",
  },
  {
    ways: ["openid-connect"],
    without: ["oauth"],
    when: { users: ["only-me"] },
    text: "For you alone a sign-in at Asana is a lot of work; it pays when there are other people.",
  },
];

/** What the person has to know before they follow the answer. */
export function warningsFor(chosen: readonly Way[], answers: Answers): string[] {
  return warnings
    .filter(({ ways }) => ways.some((way) => chosen.includes(way)))
    .filter(({ without = [] }) => !without.some((way) => chosen.includes(way)))
    .filter(({ when }) => holds(when, answers))
    .map(({ text }) => text);
}
