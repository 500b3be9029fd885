import { addressOf, answersOf, isAnswered } from "./answers.ts";
import { comparison } from "./comparison.ts";
import {
  type Cost,
  methodNames,
  methods,
  type Setting,
  type SetUp,
  type ShowingFile,
} from "./guide-methods.ts";
import { type Answers, notSure, type QuestionName, questionNames, questions } from "./questions.ts";
import { recommend } from "./recommendation.ts";
import { headingOf, type Way, ways } from "./ways.ts";

/** `GET /guide`: the questions, what the answers lead to, and the four methods compared. */
export interface GuidePage {
  readonly title: string;
  readonly questions: readonly QuestionModel[];
  /** Shown when the app ignored a part of the address. */
  readonly ignoredNotice: string | undefined;
  /** Shown when the answers say too little to choose by. */
  readonly tooLittle: string | undefined;
  readonly answer: AnswerModel | undefined;
  /** Each method in a sentence, for people who have answered nothing. */
  readonly introductions: readonly {
    readonly question: string;
    readonly name: string;
    readonly answer: string;
    readonly source: string;
  }[];
  readonly comparison: {
    readonly columns: readonly string[];
    readonly rows: readonly {
      readonly aspect: string;
      readonly cells: readonly string[];
      readonly source: string;
    }[];
  };
}

interface QuestionModel {
  readonly name: string;
  readonly legend: string;
  readonly hint: string | undefined;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
}

interface AnswerModel {
  readonly heading: string;
  readonly given: readonly { readonly question: string; readonly answer: string }[];
  readonly warnings: readonly string[];
  readonly reasons: readonly string[];
  readonly sources: string;
  readonly others: readonly { readonly name: string; readonly objection: string }[];
  readonly costs: readonly { readonly name: string; readonly costs: readonly Cost[] }[];
  readonly setUps: readonly SetUp[];
  readonly settings: readonly Setting[];
  readonly files: readonly ShowingFile[];
  /** The address of this answer, for sharing. */
  readonly url: string;
}

/** Chooses what the page shows for a query. */
export function guidePage({
  title,
  query,
  baseUrl,
}: {
  readonly title: string;
  readonly query: URLSearchParams;
  /** Where this app is; the address of an answer begins with it. */
  readonly baseUrl: string;
}): GuidePage {
  const { answers, isPartIgnored } = answersOf(query);
  const answer = answerModel(answers, baseUrl);
  return {
    title: answer ? `${answer.heading} – ${title}` : title,
    questions: questionNames.map((name) => questionModel(name, answers)),
    ignoredNotice: isPartIgnored
      ? "Part of the address is none of the answers below and was ignored."
      : undefined,
    tooLittle:
      isAnswered(query) && !answer
        ? "That is too little to choose by. Say what it is for, or who uses it."
        : undefined,
    answer,
    introductions: methodNames.map((name) => methods[name]),
    comparison: {
      columns: methodNames.map((name) => methods[name].name),
      rows: comparison.map(({ aspect, cells, source }) => ({
        aspect,
        cells: methodNames.map((name) => cells[name]),
        source,
      })),
    },
  };
}

function questionModel(name: QuestionName, answers: Answers): QuestionModel {
  const { legend, options, ...rest } = questions[name];
  return {
    name,
    legend,
    hint: "hint" in rest ? rest.hint : undefined,
    options: Object.entries(options).map(([value, label]) => ({
      value,
      label,
      isChosen: value === answers[name],
    })),
  };
}

function answerModel(answers: Answers, baseUrl: string): AnswerModel | undefined {
  const recommendation = recommend(answers);
  if (!recommendation) return undefined;
  const { reasons, warnings, others } = recommendation;
  const used = methodsOf(recommendation.ways);
  return {
    heading: headingOf(recommendation.ways),
    given: givenAnswers(answers),
    warnings,
    reasons,
    sources: uniqueBy(
      ["Authentication overview", ...used.map(({ source }) => source)],
      String,
    ).join(", "),
    others: others.map(({ method, objection }) => ({ name: methods[method].name, objection })),
    costs: used.map(({ name, costs }) => ({ name, costs })),
    setUps: uniqueBy(
      used.map(({ setUp }) => setUp),
      ({ title }) => title,
    ),
    settings: uniqueBy(
      used.flatMap(({ settings }) => settings),
      ({ name }) => name,
    ),
    files: uniqueBy(
      recommendation.ways.flatMap((way) => ways[way].files ?? methods[ways[way].method].files),
      ({ path }) => path,
    ),
    url: baseUrl + addressOf(answers),
  };
}

function methodsOf(chosen: readonly Way[]) {
  return chosen.map((way) => methods[ways[way].method]);
}

/** The answers that the person gave, in the words of the form. */
function givenAnswers(answers: Answers): AnswerModel["given"] {
  return questionNames
    .map((name) => questionModel(name, answers))
    .flatMap(({ legend, options }) =>
      options
        .filter(({ isChosen, value }) => isChosen && value !== notSure)
        .map(({ label }) => ({ question: legend, answer: label })),
    );
}

/** Leaves out each item whose key an earlier one has. */
function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keys = items.map(keyOf);
  return items.filter((item, index) => keys.indexOf(keyOf(item)) === index);
}
