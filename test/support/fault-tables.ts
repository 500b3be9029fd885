import type { FaultKind } from "../../sandbox/fault-rules.ts";
import { aFaultyAsana, type Circumstance, type FaultyAsana, setFault } from "./faulty-asana.ts";
import { rowCounts } from "./store-place.ts";
import { missingWords, type Seen } from "./watched-browser.ts";

/** The page that a person gets: status, heading, words. */
export type Page = readonly [status: number, heading: string, ...says: (string | RegExp)[]];

const quickKinds = [
  500,
  "502html",
  "no-errors",
  "empty",
  "reset",
  "cut-off",
  "truncated",
  "huge",
  "html",
] as const satisfies FaultKind[];

/** Asana says itself that it failed; the answer breaks or is no JSON; it never comes. */
export function told<Words>(words: {
  failed: Words;
  reset: Words;
  unreadable: Words;
  slow: Words;
}) {
  const { failed, reset, unreadable, slow } = words;
  return {
    500: failed,
    "502html": failed,
    "no-errors": failed,
    empty: failed,
    reset,
    "cut-off": unreadable,
    truncated: unreadable,
    huge: unreadable,
    html: unreadable,
    slow,
  } satisfies Record<FaultKind, Words>;
}

/** The same page, whatever way Asana fails. */
export function always(page: Page): Record<FaultKind, Page> {
  return told({ failed: page, reset: page, unreadable: page, slow: page });
}

export const failed = "Asana had an error of its own.";
export const unreachable = "Asana could not be reached.";
export const unreadable = "Asana's answer could not be read.";
export const slow = "Asana took too long to answer.";
export const phrase = /will ask for this: 6 sad squid snuggle softly/;
export const uncertain = "It may have been done all the same: look before you send it again.";

/** What somebody meets where Asana fails them, and what comes after it. */
export interface Ends {
  readonly circumstance: Circumstance;
  readonly met: Record<FaultKind, Page>;
  /** The first page after it is over. */
  readonly after: Page;
  /** Whether somebody is signed in while it lasts. */
  readonly sessions: 0 | 1;
}

/** Each way to fail that is over at once, with each row of a table. */
export function quickRows(table: readonly Ends[]) {
  return quickKinds
    .flatMap((kind) => table.map((ends) => ({ kind, ...ends })))
    .map((row) => [`${row.circumstance.words}, ${row.kind}`, row] as const);
}

/** Goes somewhere, meets the fault there, and does the next thing when it is over. */
export async function meetAndRecover(circumstance: Circumstance, kind: FaultKind) {
  const asana = await aFaultyAsana();
  const page = await circumstance.begin(asana);
  setFault(asana, circumstance, kind);
  const metPage = await circumstance.meet(asana, page);
  const failing = asana.browser.last();
  const rows = await rowCounts(asana.app);
  setFault(asana, circumstance, undefined);
  await circumstance.again(asana, metPage);
  return { asana, failing, rows, recovered: asana.browser.last() };
}

/** A page, with the words that were missed: so that a failed test tells what there was. */
export function shown(seen: Seen, [, , ...says]: Page) {
  const { status, heading } = seen;
  return { status, heading, missing: missingWords(seen, says) };
}

/** What `shown` gives of a page that is as it should be. */
export function expected([status, heading]: Page) {
  return { status, heading, missing: [] };
}

/** How long the slowest answer of the app took, in milliseconds. */
export function slowest({ app, browser }: FaultyAsana): number {
  const ofApp = browser.seen.filter(({ url }) => url.startsWith(app.origin));
  return Math.max(...ofApp.map(({ milliseconds }) => milliseconds));
}
