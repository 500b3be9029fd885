import { STATUS_CODES } from "node:http";
import { claimViews, type ParameterView, parameterViews } from "./parameter-views.ts";
import type { Check, Message, Note, Party } from "./record/sign-in-record.ts";
import type { TimedStep } from "./step-times.ts";
import { explanations, explanationsOfFailure, unfolded } from "./step-words.ts";

/** A step of the diagram, ready to show but for its time. */
export type StepView = MessageView | NoteView | ChecksView;

/** A request, an answer or a redirect, ready to show. */
export interface MessageView {
  readonly shape: "message";
  /** Class names that draw the arrow. */
  readonly look: string;
  readonly way: string;
  readonly title: string;
  readonly explanation: string;
  /** The first line of a request, or where a redirect leads. */
  readonly call: string | undefined;
  readonly status: string | undefined;
  readonly isOutOfSight: boolean;
  readonly parameters: readonly ParameterView[];
  readonly parametersLabel: string;
  readonly isUnfolded: boolean;
}

/** What one party did, ready to show. */
export interface NoteView {
  readonly shape: "note";
  readonly look: string;
  readonly way: string;
  readonly title: string;
  readonly explanation: string;
  readonly parameters: readonly ParameterView[];
}

/** Checks that follow each other, ready to show. */
export interface ChecksView {
  readonly shape: "checks";
  readonly look: string;
  readonly way: string;
  readonly title: string;
  readonly checks: readonly CheckView[];
}

interface CheckView extends Pick<Check, "outcome" | "what" | "saw" | "by" | "source"> {
  readonly outcomeInWords: string;
  readonly expected: string | undefined;
  readonly isAsExpected: boolean;
}

/** The parties in words. */
export const partyNames: Readonly<Record<Party, string>> = {
  browser: "Browser",
  app: "This app",
  asana: "Asana",
};

/** Puts a step of the diagram into words. */
export function stepView(step: TimedStep): StepView {
  if (step.kind === "message") return messageView(step.message);
  return step.kind === "note" ? noteView(step.note) : checksView(step.checks);
}

function messageView(message: Message): MessageView {
  const { name, title, from, to, isOutOfSight = false } = message;
  const isAnswer = message.method === undefined;
  const hasFailed = isFailure(message);
  const parameters = parameterViews(message.parameters);
  return {
    shape: "message",
    look: [
      `${from}-to-${to}`,
      ...(isAnswer ? ["is-answer"] : []),
      ...(isOutOfSight ? ["is-out-of-sight"] : []),
      ...(hasFailed ? ["has-failed"] : []),
    ].join(" "),
    way: `${partyNames[from]} to ${to === "app" ? "this app" : partyNames[to]}`,
    title,
    explanation: (hasFailed && explanationsOfFailure[name]) || explanations[name],
    call: callOf(message),
    status: statusOf(message),
    isOutOfSight,
    parameters,
    parametersLabel: counted(parameters.length, isAnswer ? "field" : "parameter"),
    isUnfolded: unfolded.has(name),
  };
}

function isFailure({ name, status = 0, failure, parameters = [] }: Message): boolean {
  const isRefusal = parameters.some((parameter) => parameter.name === "error");
  return failure !== undefined || status >= 400 || isRefusal || name === "not-signed-in";
}

function noteView({ name, title, at, parameters }: Note): NoteView {
  const isToken = name === "id-token-claims" || name === "id-token-header";
  return {
    shape: "note",
    look: `at-${at}`,
    way: partyNames[at],
    title,
    explanation: explanations[name],
    parameters: isToken ? claimViews(parameters) : parameterViews(parameters),
  };
}

function checksView(checks: readonly Check[]): ChecksView {
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  return {
    shape: "checks",
    look: failed > 0 ? "has-failed" : "",
    way: partyNames.app,
    title: `${counted(checks.length, "check")}, ${failed > 0 ? `${failed} failed` : "none failed"}`,
    checks: checks.map(({ outcome, what, saw, expected, by, source }) => ({
      outcome,
      outcomeInWords: outcomesInWords[outcome],
      what,
      saw,
      expected: outcome === "not-applicable" ? undefined : expected,
      isAsExpected: expected === saw,
      by,
      source,
    })),
  };
}

const failuresInWords = {
  timeout: "No answer in time",
  "no-connection": "No answer: the connection failed",
} as const;

const outcomesInWords: Readonly<Record<Check["outcome"], string>> = {
  passed: "Passed",
  failed: "Failed",
  "not-applicable": "Nothing to check",
};

function callOf({ method, url }: Message): string | undefined {
  if (url === undefined) return undefined;
  const { origin, pathname } = new URL(url);
  return method ? `${method} ${pathname}` : `Location: ${origin}${pathname}`;
}

function statusOf({ status, failure }: Message): string | undefined {
  if (failure) return failuresInWords[failure];
  return status === undefined ? undefined : `${status} ${STATUS_CODES[status] ?? ""}`.trim();
}

/** "1 field", "7 parameters". */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
