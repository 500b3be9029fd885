import { randomBytes } from "node:crypto";
import type { Environment } from "../../environment.ts";
import { CommandProblem } from "../command-line/command.ts";
import type { Interview } from "../command-line/interview.ts";
import { foundAt } from "../doctor/registration-words.ts";
import { findingInWords } from "../doctor/verdict.ts";
import { checkAnswer, scopesForFullPermissions } from "./setup-checks.ts";
import { neededQuestions, optionalQuestions, type SetupQuestion } from "./setup-questions.ts";

/**
 * Asks all questions, in an order in which each answer can be checked together with those before.
 *
 * @param before all settings as they are
 * @returns the settings that change; an empty value makes a setting count as absent
 * @throws the signal's reason; CommandProblem when the input ends
 */
export async function askForSettings(
  interview: Interview,
  before: Environment,
): Promise<Environment> {
  let settings: Environment = {
    ...before,
    BASE_URL: before.BASE_URL ?? `http://localhost:${before.PORT ?? "3000"}`,
  };
  const answer = async (question: SetupQuestion, isOptional: boolean) => {
    settings = await askUntilRight(interview, { question, settings, isOptional });
  };
  interview.say(introduction);
  for (const question of neededQuestions) {
    await answer(question, false);
    if (question.name === "BASE_URL") interview.say(redirectUriWords(settings.BASE_URL ?? ""));
  }
  const fullScope = await scopesForFullPermissions(settings);
  if (fullScope) {
    interview.say(
      `\nThe app has full permissions at Asana, so ASANA_SCOPES=${fullScope} is set.\n`,
    );
    settings = { ...settings, ASANA_SCOPES: fullScope };
  }
  const wish = await ask(
    interview,
    "\nSet up a bot, a service account or administrators as well? (y/N): ",
  );
  for (const question of optionalQuestions) {
    const isWished = /^y(es)?$/i.test(wish);
    if (isWished || (await isRefused(question, settings))) await answer(question, true);
  }
  const wanted = Object.entries({ ...settings, ...neededForHttps(settings) });
  return Object.fromEntries(wanted.filter(([name, value]) => before[name] !== value));
}

const introduction = `This asks for the settings that the real Asana needs, and writes them to .env at the end.
Enter keeps the value in brackets. Ctrl-C ends it, and nothing is written.
`;

function redirectUriWords(baseUrl: string): string {
  return [
    "",
    "Register this redirect URI at Asana, exactly so:",
    `  ${baseUrl}/auth/callback`,
    `  Where: ${foundAt.redirectUri}`,
    "",
  ].join("\n");
}

/** Asks and checks, until the answer is right or the operator keeps it. */
async function askUntilRight(
  interview: Interview,
  about: {
    readonly question: SetupQuestion;
    readonly settings: Environment;
    readonly isOptional: boolean;
  },
): Promise<Environment> {
  const { question, isOptional } = about;
  const { name, title, explanation, where, isSecret } = question;
  let { settings } = about;
  interview.say(`\n${title}. ${explanation}\n  Where: ${where}\n`);
  let prompt = promptFor(question, settings[name], isOptional);
  for (;;) {
    const typed = await ask(interview, prompt, { isSecret });
    if (typed === "keep") return settings;
    if (typed === "none" && isOptional) return { ...settings, [name]: "" };
    if (typed !== "") settings = { ...settings, [name]: typed };
    if (!settings[name]) {
      if (isOptional) return settings;
      prompt = `  It is needed. ${name}: `;
      continue;
    }
    const findings = await checkAnswer(name, settings);
    for (const finding of findings)
      interview.say(`  ${findingInWords(finding).replace("\n  ", "\n    ")}`);
    if (findings.every(({ verdict }) => verdict !== "fix")) return settings;
    const way = isOptional ? "; none: leave it out" : "";
    prompt = `  Type it again (Enter: look once more; keep: leave it so${way}): `;
  }
}

async function ask(interview: Interview, ...question: Parameters<Interview["ask"]>) {
  const typed = await interview.ask(...question);
  if (typed === undefined) throw new CommandProblem("\nThe input ended. .env is as it was.", 2);
  return typed;
}

function promptFor(
  { name, isSecret }: SetupQuestion,
  current: string | undefined,
  isOptional: boolean,
): string {
  if (!current) return isOptional ? `${name} (Enter: none): ` : `${name}: `;
  return `${name} [${isSecret ? "as it is" : current}]: `;
}

/** A setting that is there is asked for again only when Asana refuses it. */
async function isRefused({ name }: SetupQuestion, settings: Environment): Promise<boolean> {
  if (!settings[name]) return false;
  return (await checkAnswer(name, settings)).some(({ verdict }) => verdict === "fix");
}

/** Settings that https needs (a proxy in front, production) and that need no decision of a person. */
function neededForHttps(settings: Environment): Environment {
  if (!settings.BASE_URL?.startsWith("https:")) return {};
  return {
    TRUST_PROXY: settings.TRUST_PROXY ?? "1",
    SESSION_SECRET: settings.SESSION_SECRET ?? randomBytes(32).toString("hex"),
  };
}
