import type { Known } from "./expectation.ts";
import { type Question, questions, type SwitchValue } from "./open-questions.ts";

/** A question with its answer. */
interface Unknown {
  readonly question: string;
  /** Undefined when it was not asked, or no answer came. */
  readonly answer: string | undefined;
}

/**
 * The answers to all questions.
 *
 * @returns the answers in words, and the switches that make the sandbox behave the same where its
 *   defaults differ
 */
export function answersFrom(known: Known): {
  readonly unknowns: readonly Unknown[];
  readonly switches: Readonly<Record<string, SwitchValue>>;
} {
  const wasRead = known.has("issuer");
  const answers = questions.map((one) => ({ ...one, answer: answerOf(one, known, wasRead) }));
  const switches = answers.flatMap(({ switch: own, answer, toSwitch = (text) => text }) => {
    const value = answer === undefined ? undefined : toSwitch(answer);
    const isUsual = own === undefined || value === undefined || value === own.assumed;
    return isUsual ? [] : [[own.name, value] as const];
  });
  const unknowns = answers.map(({ question, answer }) => ({ question, answer }));
  return { unknowns, switches: Object.fromEntries(switches) };
}

/** A member that the discovery document lacks is an answer, too. */
function answerOf({ known: name }: Question, known: Known, wasRead: boolean): string | undefined {
  return known.get(name) ?? (wasRead && name.endsWith("_supported") ? "not named" : undefined);
}
