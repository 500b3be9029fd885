import { errorPages, isErrorKind } from "../../web/errors/error-pages.ts";
import { inWords } from "../../web/page/times.ts";
import type { Party, SignInRecord } from "./record/sign-in-record.ts";
import {
  durationInWords,
  isAtProvider,
  type TimedStep,
  timedSteps,
  timesOf,
} from "./step-times.ts";
import { partyNames, type StepView, stepView } from "./step-views.ts";
import { chapters } from "./step-words.ts";

/** `GET /what-happened`: the last sign-in of a session as a sequence diagram, ready to show. */
export interface WhatHappenedPage {
  readonly title: string;
  /** None when nothing was recorded for this session. */
  readonly happened: Happened | undefined;
  /** Signs in once more and comes back to this page. */
  readonly signInUrl: string;
}

interface Happened {
  readonly verdict: string;
  readonly hasFailed: boolean;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly lanes: readonly {
    readonly party: Party;
    readonly name: string;
    readonly address: string;
  }[];
  readonly chapters: readonly Chapter[];
}

interface Chapter {
  readonly id: string;
  readonly heading: string;
  /** The number of its first step; steps are counted through. */
  readonly firstNumber: number;
  readonly steps: readonly NumberedStep[];
}

type NumberedStep = StepView & {
  readonly number: number;
  readonly took: string | undefined;
  /** Its length in percent of the longest step that is not the person's own. */
  readonly share: number | undefined;
};

/** Chooses the words for a record. */
export function happenedView(
  record: SignInRecord,
  { baseUrl, issuer }: { readonly baseUrl: string; readonly issuer: string },
): Happened {
  const steps = timedSteps(record);
  return {
    verdict: verdictOf(record),
    hasFailed: record.failure !== undefined,
    facts: factsOf(steps, record),
    lanes: [
      { party: "browser", name: partyNames.browser, address: "yours" },
      { party: "app", name: partyNames.app, address: baseUrl },
      { party: "asana", name: partyNames.asana, address: new URL(issuer).origin },
    ],
    chapters: chaptersOf(steps),
  };
}

function verdictOf({ startedAt, failure }: SignInRecord): string {
  const when = inWords(startedAt);
  if (failure === undefined) return `You were signed in. ${when}`;
  if (failure === "declined") return `You said no at Asana, so nothing changed. ${when}`;
  const { title } = errorPages[isErrorKind(failure) ? failure : "unexpected"];
  return `This sign-in failed: ${title}. You are still signed in from the one before. ${when}`;
}

function factsOf(steps: readonly TimedStep[], record: SignInRecord): Happened["facts"] {
  const { inAll, atProvider, waiting, own } = timesOf(steps, record);
  const outcomes = record.steps.flatMap((step) => (step.kind === "check" ? [step.outcome] : []));
  const passed = outcomes.filter((outcome) => outcome === "passed").length;
  const failed = outcomes.filter((outcome) => outcome === "failed").length;
  return [
    { name: "In all", value: durationInWords(inAll) },
    { name: "You, at Asana", value: durationInWords(atProvider) },
    { name: "Waiting for Asana's answers", value: durationInWords(waiting) },
    { name: "This app's own work", value: durationInWords(own) },
    { name: "Checks", value: `${passed} passed, ${failed} failed` },
  ];
}

function chaptersOf(steps: readonly TimedStep[]): Chapter[] {
  const longest = Math.max(...steps.map((step) => (isAtProvider(step) ? 0 : (step.tookMs ?? 0))));
  const found: (Chapter & { steps: NumberedStep[] })[] = [];
  steps.forEach((step, index) => {
    const heading = headingBefore(step);
    if (heading !== undefined || found.length === 0) {
      const id = `chapter-${found.length + 1}`;
      found.push({ id, heading: heading ?? "The sign-in", firstNumber: index + 1, steps: [] });
    }
    const { tookMs } = step;
    const share = tookMs === undefined || isAtProvider(step) ? undefined : tookMs / longest;
    found.at(-1)?.steps.push({
      ...stepView(step),
      number: index + 1,
      took: tookMs === undefined ? undefined : durationInWords(tookMs),
      share: share === undefined ? undefined : Math.max(1, Math.round(share * 100)),
    });
  });
  return found;
}

function headingBefore(step: TimedStep): string | undefined {
  if (step.kind === "checks") return undefined;
  return chapters[step.kind === "note" ? step.note.name : step.message.name];
}
