import { foundAt } from "../doctor/registration-words.ts";

/** A setting that a person has to give. */
export interface SetupQuestion {
  readonly name: SetupName;
  readonly title: string;
  /** Its purpose, in a sentence. */
  readonly explanation: string;
  readonly where: string;
  readonly isSecret: boolean;
}

export type SetupName =
  | "BASE_URL"
  | "ASANA_CLIENT_ID"
  | "ASANA_CLIENT_SECRET"
  | "ASANA_PAT"
  | "ASANA_SERVICE_ACCOUNT_TOKEN"
  | "ADMIN_USER_IDS";

/** The app cannot sign people in without these. */
export const neededQuestions: readonly SetupQuestion[] = [
  {
    name: "BASE_URL",
    title: "Public address",
    explanation:
      "Where people open the app: scheme, host and port, no path. http is for this machine only.",
    where: "your own choice, such as http://localhost:3000 or https://app.example.com",
    isSecret: false,
  },
  {
    name: "ASANA_CLIENT_ID",
    title: "Client id",
    explanation: "The number by which Asana knows your app.",
    where: foundAt.app,
    isSecret: false,
  },
  {
    name: "ASANA_CLIENT_SECRET",
    title: "Client secret",
    explanation: "The app's password at Asana. It is not shown while you type or paste it.",
    where: `${foundAt.app}, beside the client id`,
    isSecret: true,
  },
];

/** Each of these turns a part of the app on. */
export const optionalQuestions: readonly SetupQuestion[] = [
  {
    name: "ASANA_PAT",
    title: "Personal access token of the bot",
    explanation: "Lets the app write comments as a bot, and run jobs with what that user sees.",
    where: foundAt.personalAccessToken,
    isSecret: true,
  },
  {
    name: "ASANA_SERVICE_ACCOUNT_TOKEN",
    title: "Service account's token",
    explanation:
      "Opens the organization's pages to administrators, and backup and reports to jobs.",
    where: foundAt.serviceAccountToken,
    isSecret: true,
  },
  {
    name: "ADMIN_USER_IDS",
    title: "Administrators",
    explanation:
      "Asana user ids, with commas between, of those who may open the organization's pages.",
    where: foundAt.administrators,
    isSecret: false,
  },
];

/** All questions as one text, for an operator without a terminal. */
export function settingsByHand(): string {
  const lines = [...neededQuestions, ...optionalQuestions].flatMap(
    ({ name, title, explanation, where }, at) => [
      `${name}${at < neededQuestions.length ? "" : " (optional)"}`,
      `  ${title}. ${explanation}`,
      `  Where: ${where}`,
    ],
  );
  return [
    "There is no terminal to ask questions at. Write these settings into .env, or set them in the",
    "environment. Then run npm run doctor:",
    "",
    ...lines,
    "",
    `The redirect URI to register (${foundAt.redirectUri}) is BASE_URL with /auth/callback behind it.`,
    ".env.example has every setting.",
    "",
  ].join("\n");
}
