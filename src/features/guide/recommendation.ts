import { waysFor } from "./choices.ts";
import { type MethodName, methodNames } from "./guide-methods.ts";
import { objectionTo } from "./objections.ts";
import type { Answers } from "./questions.ts";
import { reasonsFor } from "./reasons.ts";
import { warningsFor } from "./warnings.ts";
import { type Way, ways } from "./ways.ts";

export interface Recommendation {
  readonly ways: readonly [Way, ...Way[]];
  /** Why these, in two to four sentences. */
  readonly reasons: readonly string[];
  /** The methods that none of the ways uses, each with the reason. */
  readonly others: readonly { readonly method: MethodName; readonly objection: string }[];
  readonly warnings: readonly string[];
}

/**
 * Chooses the methods of Asana that fit the answers.
 *
 * @returns undefined when the answers say too little to choose by
 * @see Asana, Authentication overview
 */
export function recommend(answers: Answers): Recommendation | undefined {
  const chosen = waysFor(answers);
  if (!chosen) return undefined;
  const used = chosen.map((way) => ways[way].method);
  return {
    ways: chosen,
    reasons: reasonsFor(chosen, answers),
    others: methodNames
      .filter((method) => !used.includes(method))
      .map((method) => ({ method, objection: objectionTo(method, answers) })),
    warnings: warningsFor(chosen, answers),
  };
}
