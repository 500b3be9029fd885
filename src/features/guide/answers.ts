import {
  type Answers,
  notSure,
  type QuestionName,
  questionNames,
  questions,
  type Value,
} from "./questions.ts";

export const guidePath = "/guide";

/** The answers that an address gives, and whether the app ignored a part of it. */
export interface GivenAnswers {
  readonly answers: Answers;
  readonly isPartIgnored: boolean;
}

/**
 * Reads the answers from a query. Anybody can write one, so a value that is no option counts as not
 * given. Of several values for one question the first option counts.
 */
export function answersOf(query: URLSearchParams): GivenAnswers {
  const answers: Answers = {
    purpose: firstOption(query, "purpose") ?? notSure,
    users: firstOption(query, "users") ?? notSure,
    author: firstOption(query, "author") ?? notSure,
    data: firstOption(query, "data") ?? notSure,
    unattended: firstOption(query, "unattended") ?? notSure,
    enterprise: firstOption(query, "enterprise") ?? notSure,
  };
  const isPartIgnored = questionNames.some((name) =>
    query.getAll(name).some((value) => value !== "" && value !== answers[name]),
  );
  return { answers, isPartIgnored };
}

/** True when the query comes from the form, or from an address that repeats its answers. */
export function isAnswered(query: URLSearchParams): boolean {
  return questionNames.some((name) => query.has(name));
}

/** The shortest address that gives these answers again. */
export function addressOf(answers: Answers): string {
  const query = new URLSearchParams();
  for (const name of questionNames) {
    if (answers[name] !== notSure) query.set(name, answers[name]);
  }
  return `${guidePath}?${query}`;
}

function firstOption<Name extends QuestionName>(
  query: URLSearchParams,
  name: Name,
): Value<Name> | undefined {
  return query.getAll(name).find((value) => isOption(name, value));
}

function isOption<Name extends QuestionName>(name: Name, value: string): value is Value<Name> {
  return Object.hasOwn(questions[name].options, value);
}
