import type { Check, Message, Note, SignInRecord } from "./record/sign-in-record.ts";

/** One step of the diagram; checks that follow each other are one. */
export type TimedStep = (
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "note"; readonly note: Note }
  | { readonly kind: "checks"; readonly checks: readonly Check[] }
) & {
  /** How long it took, where this app can tell. */
  readonly tookMs: number | undefined;
};

/** Where the time of a sign-in went, in milliseconds. */
export interface Times {
  readonly inAll: number;
  readonly atProvider: number;
  readonly waiting: number;
  readonly own: number;
}

/**
 * Notes and checks last from the end of the step before to their own end. An answer lasts as long
 * as it took on the wire. Of requests and redirects the app knows no duration.
 */
export function timedSteps({ steps }: SignInRecord): TimedStep[] {
  const timed: TimedStep[] = [];
  let endOfLast = 0;
  for (const step of steps) {
    const sinceLast = step.atMs - endOfLast;
    const last = timed.at(-1);
    if (step.kind === "message") {
      timed.push({ kind: "message", message: step, tookMs: step.durationMs });
    } else if (step.kind === "note") {
      const isPartOfAnswer = step.name === "code-verified";
      timed.push({ kind: "note", note: step, tookMs: isPartOfAnswer ? undefined : sinceLast });
    } else if (last?.kind === "checks") {
      const checks = [...last.checks, step];
      timed.splice(-1, 1, { kind: "checks", checks, tookMs: (last.tookMs ?? 0) + sinceLast });
    } else {
      timed.push({ kind: "checks", checks: [step], tookMs: sinceLast });
    }
    endOfLast = step.atMs;
  }
  return timed;
}

/** Adds up the times: the person's at the provider, waiting for its answers, and the rest. */
export function timesOf(steps: readonly TimedStep[], { steps: all }: SignInRecord): Times {
  const inAll = all.at(-1)?.atMs ?? 0;
  const atProvider = sum(steps.filter(isAtProvider));
  const waiting = sum(steps.filter(({ kind }) => kind === "message"));
  return { inAll, atProvider, waiting, own: Math.max(0, inAll - atProvider - waiting) };
}

/** Whether the time of a step is the person's own. */
export function isAtProvider(step: TimedStep): boolean {
  return step.kind === "note" && step.note.name === "at-provider";
}

/** "0.4 ms", "31 ms", "2.4 s", "1 min 12 s". */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function sum(steps: readonly TimedStep[]): number {
  return steps.reduce((total, { tookMs = 0 }) => total + tookMs, 0);
}
