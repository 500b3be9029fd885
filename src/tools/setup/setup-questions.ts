import { foundAt } from "../../words/registration.ts";

/** One setting that only a person can give. */
export interface SetupQuestion {
  readonly name: SetupName;
  readonly title: string;
  /** What it is for, in a sentence. */
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

/** Without these nobody can sign in. */
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

/** Each turns something on. */
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

/** What to write where there is nobody to ask. */
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
    "environment, and run npm run doctor:",
    "",
    ...lines,
    "",
    `The redirect URI to register (${foundAt.redirectUri}) is BASE_URL with /auth/callback behind it.`,
    ".env.example has every setting.",
    "",
  ].join("\n");
}
