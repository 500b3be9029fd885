import { type Answers, type Condition, holds } from "./questions.ts";
import type { Way } from "./ways.ts";

const organizationPurposes = [
  "backup",
  "user-administration",
  "team-administration",
  "clean-up",
  "standardizing",
  "integration",
] as const;

/** The purposes for which Asana's overview names a service account. */
export const serviceAccountPurposes = [
  ...organizationPurposes,
  "service-account-endpoints",
] as const;

interface Choice {
  readonly when: Condition;
  readonly ways: readonly [Way, ...Way[]];
}

/**
 * The first row whose condition holds decides. Rows with a purpose come first, so that the purpose
 * carries most weight. The rows without one serve people who could not name theirs.
 *
 * @see Asana, Authentication overview
 */
const choices: readonly Choice[] = [
  ...signingIn(),
  { when: { purpose: ["sign-in-and-act"] }, ways: ["openid-connect", "oauth"] },
  { when: { purpose: ["act-for-many"] }, ways: ["oauth"] },

  {
    when: { purpose: ["own-script"], data: ["organization"], enterprise: ["no"] },
    ways: ["administrator-token"],
  },
  { when: { purpose: ["own-script"], data: ["organization"] }, ways: ["service-account"] },
  { when: { purpose: ["own-script", "quick-start"], author: ["bot", "app"] }, ways: ["bot-token"] },
  { when: { purpose: ["own-script", "quick-start"] }, ways: ["own-token"] },
  {
    when: { purpose: ["bot"], data: ["organization"], enterprise: ["yes"] },
    ways: ["service-account"],
  },
  { when: { purpose: ["bot"] }, ways: ["bot-token"] },

  { when: { purpose: organizationPurposes, enterprise: ["no"] }, ways: ["administrator-token"] },
  { when: { purpose: serviceAccountPurposes }, ways: ["service-account"] },

  { when: { data: ["organization"], enterprise: ["no"] }, ways: ["administrator-token"] },
  { when: { data: ["organization"] }, ways: ["service-account"] },
  { when: { author: ["none"], data: ["each-user"] }, ways: ["openid-connect", "oauth"] },
  { when: { author: ["none"] }, ways: ["openid-connect"] },
  { when: { author: ["app"], enterprise: ["yes"] }, ways: ["service-account"] },
  { when: { author: ["bot", "app"] }, ways: ["bot-token"] },
  { when: { author: ["not-sure"], data: ["identity"] }, ways: ["openid-connect"] },
  { when: { users: ["only-me"] }, ways: ["own-token"] },
  { when: { users: ["not-sure"], data: ["mine"] }, ways: ["own-token"] },
  { when: { users: ["organization", "anybody"] }, ways: ["openid-connect", "oauth"] },
  { when: { author: ["person"] }, ways: ["oauth"] },
  { when: { data: ["each-user"] }, ways: ["oauth"] },
];

/**
 * The ways to authenticate that fit the answers, in the order to name them.
 *
 * @returns undefined when the answers say too little
 */
export function waysFor(answers: Answers): readonly [Way, ...Way[]] | undefined {
  return choices.find(({ when }) => holds(when, answers))?.ways;
}

/** The rows for signing in, by what else the app does. */
function signingIn(): Choice[] {
  const purpose = ["sign-in"] as const;
  return [
    {
      when: { purpose, data: ["organization"], enterprise: ["no"] },
      ways: ["openid-connect", "administrator-token"],
    },
    { when: { purpose, data: ["organization"] }, ways: ["openid-connect", "service-account"] },
    {
      when: { purpose, author: ["app"], enterprise: ["yes"] },
      ways: ["openid-connect", "service-account"],
    },
    { when: { purpose, author: ["bot", "app"] }, ways: ["openid-connect", "bot-token"] },
    { when: { purpose, author: ["person"] }, ways: ["openid-connect", "oauth"] },
    { when: { purpose, data: ["mine", "each-user"] }, ways: ["openid-connect", "oauth"] },
    { when: { purpose }, ways: ["openid-connect"] },
  ];
}
