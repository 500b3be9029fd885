import { inWords } from "../../web/page/times.ts";
import type { Parameter } from "./record/sign-in-record.ts";
import { claimMeanings } from "./step-words.ts";

/** A parameter, a field or a claim, ready to show. */
export interface ParameterView {
  readonly name: string;
  /** Its value, or as much of it as may be seen. */
  readonly value: string | undefined;
  /** Says that the value, or the rest of it, is blanked. */
  readonly blanked: string | undefined;
  /** What it means, or a time in words. */
  readonly meaning: string | undefined;
}

/** Parameters of a request or fields of an answer. */
export function parameterViews(parameters: readonly Parameter[] = []): ParameterView[] {
  return parameters.map(({ name, value, length }) => ({
    name,
    value: value !== undefined && length !== undefined ? `${value}…` : value,
    blanked: length === undefined ? undefined : blanked(length, value),
    meaning: undefined,
  }));
}

/** Claims of the ID token or parameters of its header, with their meanings. */
export function claimViews(parameters: readonly Parameter[] = []): ParameterView[] {
  return parameterViews(parameters).map((view) => ({
    ...view,
    meaning: meaningOf(view.name, view.value ?? ""),
  }));
}

function blanked(length: number, beginning: string | undefined): string {
  return beginning === undefined ? `blanked (${length} characters)` : `(${length} characters)`;
}

function meaningOf(name: string, value: string): string | undefined {
  const meaning = Object.hasOwn(claimMeanings, name) ? claimMeanings[name] : undefined;
  const isTime = ["auth_time", "exp", "iat", "nbf"].includes(name) && /^\d{9,11}$/.test(value);
  return isTime ? `${meaning}: ${inWords(Number(value) * 1000)}` : meaning;
}
