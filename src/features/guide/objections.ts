import { serviceAccountPurposes } from "./choices.ts";
import type { MethodName } from "./guide-methods.ts";
import { type Answers, type Condition, holds } from "./questions.ts";

interface Objection {
  readonly when: Condition;
  readonly text: string;
}

const noAccessTokenNeeded =
  "The app does nothing in a person’s name, so it needs no access token. When that changes, the same registration brings one.";

/** Why a method does not fit. The first objection that holds is shown; the last always holds. */
const objections: Readonly<Record<MethodName, readonly [...Objection[], Objection]>> = {
  "openid-connect": [
    {
      when: { purpose: ["act-for-many"] },
      text: "By itself it only says who a person is. When people sign in to your app as well, add the scope openid to the same request.",
    },
    {
      when: { purpose: ["bot", "own-script", "quick-start"] },
      text: "It says who signs in, and here nobody signs in.",
    },
    {
      when: { purpose: serviceAccountPurposes },
      text: "It says who a person is and opens no data. Use it beside this one to check who may press the button.",
    },
    { when: {}, text: "It says who a person is, and calls no API by itself." },
  ],
  oauth: [
    {
      when: { purpose: ["service-account-endpoints"] },
      text: "These endpoints refuse a person’s access token, with any scopes.",
    },
    {
      when: { purpose: serviceAccountPurposes },
      text: "It sees no more than the person who clicked Allow; other people’s private items would be missing.",
    },
    {
      when: { data: ["organization"] },
      text: "It sees no more than the person who clicked Allow, and you need everything.",
    },
    {
      when: { purpose: ["bot"] },
      text: "What it does carries the name of the person who clicked Allow, not a bot’s.",
    },
    {
      when: { author: ["bot", "app"] },
      text: "What it does carries the name of the person who clicked Allow.",
    },
    {
      when: { purpose: ["own-script", "quick-start"] },
      text: "A registered app, a consent page and tokens to refresh are more work than one user needs.",
    },
    { when: { purpose: ["sign-in"] }, text: noAccessTokenNeeded },
    { when: { author: ["none"] }, text: noAccessTokenNeeded },
    {
      when: { data: ["identity"] },
      text: "To know who a person is, the app needs to keep no access token. When that changes, the same registration brings one.",
    },
    {
      when: { users: ["only-me"] },
      text: "A registered app, a consent page and tokens to refresh are more work than one user needs.",
    },
    { when: {}, text: "It is for apps that act for many people, and you name none." },
  ],
  "personal-access-token": [
    {
      when: { purpose: ["service-account-endpoints"] },
      text: "These endpoints refuse a personal access token, an administrator’s included.",
    },
    {
      when: { purpose: serviceAccountPurposes },
      text: "It sees only what its one user sees, even if that is an administrator. Other people’s private items would be missing.",
    },
    {
      when: { data: ["organization"] },
      text: "It sees what its one user sees, and you need everything.",
    },
    {
      when: { purpose: ["sign-in"] },
      text: "It says nothing about who uses your app, and nobody should hand you theirs.",
    },
    {
      when: { author: ["app"] },
      text: "It acts as a user. For an app’s own name you would have to make a user for the app.",
    },
    {
      when: {},
      text: "It opens the whole account of its one user, and no other account. Nobody should hand you theirs.",
    },
  ],
  "service-account": [
    {
      when: { purpose: ["sign-in"] },
      text: "It stands for an organization, not for a person: nobody can sign in as it.",
    },
    {
      when: { enterprise: ["no"] },
      text: "It needs an Enterprise plan, and you say there is none.",
    },
    {
      when: { purpose: ["act-for-many", "sign-in-and-act"] },
      text: "It acts in its own name, never as one of your users, and would show each of them everything.",
    },
    {
      when: { purpose: ["bot"] },
      text: "It sees everything in the organization, more than most bots should. With an Enterprise plan it fits a bot that works across the whole organization.",
    },
    {
      when: { purpose: ["own-script", "quick-start"] },
      text: "Only a super admin can make one, and it sees far more than a script of yours needs.",
    },
    { when: { author: ["person"] }, text: "It acts in its own name, never as a person." },
    {
      when: {},
      text: "It is for the administration of a whole organization: too much access for less than that.",
    },
  ],
};

/** One sentence on why this method does not fit these answers. */
export function objectionTo(method: MethodName, answers: Answers): string {
  return objections[method].find(({ when }) => holds(when, answers))?.text ?? "";
}
