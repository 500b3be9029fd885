import {
  type Answers,
  notSure,
  type QuestionName,
  questionNames,
  questions,
  type Value,
} from "./questions.ts";

export const guidePath = "/guide";

/** What an address says of the questions, and whether part of that could not be used. */
export interface GivenAnswers {
  readonly answers: Answers;
  readonly isPartIgnored: boolean;
}

/**
 * Reads the answers from a query, which anybody may have written. A value that is none of the
 * options counts as not given, and so does a second one for the same question.
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

/** True when somebody has submitted the form, or follows an address made of it. */
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
