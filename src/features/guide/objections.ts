import { serviceAccountPurposes } from "./choices.ts";
import type { MethodName } from "./guide-methods.ts";
import { type Answers, type Condition, holds } from "./questions.ts";

interface Objection {
  readonly when: Condition;
  readonly text: string;
}

const noAccessTokenNeeded =
  "Nothing is done in anybody’s name, so no access token is needed; the same registration brings one the day that changes.";

/** Why a method is not the one: the first that holds; the last always does. */
const objections: Readonly<Record<MethodName, readonly [...Objection[], Objection]>> = {
  "openid-connect": [
    {
      when: { purpose: ["act-for-many"] },
      text: "By itself it only says who somebody is; add the scope openid to the same request when people are to sign in as well.",
    },
    {
      when: { purpose: ["bot", "own-script", "quick-start"] },
      text: "It answers who is signing in, and here nobody does.",
    },
    {
      when: { purpose: serviceAccountPurposes },
      text: "It says who somebody is and opens no data: use it beside this one to know who may press the button.",
    },
    { when: {}, text: "It says who somebody is, and calls no API by itself." },
  ],
  oauth: [
    {
      when: { purpose: ["service-account-endpoints"] },
      text: "These endpoints refuse a person’s access token, whatever its scopes.",
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
      text: "To know who somebody is, no access token has to be kept; the same registration brings one the day that changes.",
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
      text: "It sees what its one user sees, an administrator’s no more than that; other people’s private items would be missing.",
    },
    {
      when: { data: ["organization"] },
      text: "It sees what its one user sees, and you need everything.",
    },
    {
      when: { purpose: ["sign-in"] },
      text: "It says nothing about who is using your app, and nobody should hand you theirs.",
    },
    {
      when: { author: ["app"] },
      text: "It acts as a user; for an app’s own name you would have to make it one.",
    },
    {
      when: {},
      text: "It opens the whole account of its one user: other people’s accounts are out of its reach, and nobody should hand you theirs.",
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
      text: "It sees everything in the organization, more than most bots should; with an Enterprise plan it is the one for a bot that works across all of it.",
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
