/** The questions in the order of the form. The first carries most weight. */
export const questionNames = [
  "purpose",
  "users",
  "author",
  "data",
  "unattended",
  "enterprise",
] as const;

export type QuestionName = (typeof questionNames)[number];

/** The answer to a question that the person has not answered. */
export const notSure = "not-sure";

interface Question {
  readonly legend: string;
  readonly hint?: string;
  /** What stands in the address, and what the person reads. */
  readonly options: Readonly<Record<string, string>> & { readonly [notSure]: string };
}

/** The questions of the guide. Each has an answer for people who do not know. */
export const questions = {
  purpose: {
    legend: "What is it for?",
    hint: "This one carries most weight.",
    options: {
      "not-sure": "Not sure",
      "quick-start": "Getting started quickly, trying the API",
      "sign-in": "Signing people in with their Asana account",
      "act-for-many": "Acting for many people in an app",
      "sign-in-and-act": "Both: signing people in, and acting for them",
      "own-script": "A script of my own",
      bot: "A bot, or actions that should not carry my name",
      backup: "A backup, made again and again",
      "user-administration": "User administration",
      "team-administration": "Administration of teams and their members",
      "clean-up": "Cleaning up inactive projects",
      standardizing: "Standardizing projects and other objects",
      integration: "An integration over all data, private items included",
      "service-account-endpoints":
        "Endpoints that need a service account, such as the audit log or organization exports",
    },
  },
  users: {
    legend: "Who uses it?",
    options: {
      "not-sure": "Not sure",
      "only-me": "Only me",
      organization: "People of my organization",
      anybody: "Anybody with an Asana account",
    },
  },
  author: {
    legend: "Whose name should stand at what it does?",
    options: {
      "not-sure": "Not sure",
      person: "The name of the person who uses it",
      bot: "A bot’s",
      app: "The app’s or the organization’s",
      none: "Nobody’s: it only signs people in",
    },
  },
  data: {
    legend: "Which data does it need?",
    options: {
      "not-sure": "Not sure",
      mine: "What I see",
      "each-user": "What each user sees",
      organization: "Everything in the organization, more than I see",
      identity: "Only who a person is",
    },
  },
  unattended: {
    legend: "How long does it run while nobody is there?",
    options: {
      "not-sure": "Not sure",
      no: "Not at all",
      days: "Hours or days",
      always: "Always",
    },
  },
  enterprise: {
    legend: "Does the organization have an Enterprise plan?",
    hint: "Enterprise, Enterprise+ or legacy Enterprise.",
    options: { "not-sure": "I don’t know", yes: "Yes", no: "No" },
  },
} as const satisfies Readonly<Record<QuestionName, Question>>;

export type Value<Name extends QuestionName> = keyof (typeof questions)[Name]["options"] & string;

export type Answers = { readonly [Name in QuestionName]: Value<Name> };

/** For each question that it names, the answers it allows. */
export type Condition = { readonly [Name in QuestionName]?: readonly Value<Name>[] };

/** True when the condition allows the answers. One that names no question always holds. */
export function holds(condition: Condition, answers: Answers): boolean {
  return questionNames.every((name) => {
    const allowed: readonly string[] | undefined = condition[name];
    return !allowed || allowed.includes(answers[name]);
  });
}
