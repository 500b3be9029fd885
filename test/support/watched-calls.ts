import { callsOf, type PageCall } from "../../src/web/asana-calls/page-calls.ts";
import type { Feature } from "../../src/web/feature.ts";

/** The calls that were made to Asana's API, in order, each with its token's name. */
export interface WatchedCalls {
  /** For the app's list of features. */
  readonly feature: Feature;
  /** By the pages that were shown. */
  readonly ofPages: readonly PageCall[];
  /** By the forms that were sent. */
  readonly ofForms: readonly PageCall[];
}

/** A feature that shows nothing and remembers which calls pages and forms make. */
export function watchedCalls(): WatchedCalls {
  const ofPages: PageCall[] = [];
  const ofForms: PageCall[] = [];
  const feature: Feature = {
    name: "watched-calls",
    belowPage({ response }) {
      ofPages.push(...callsOf(response));
      return undefined;
    },
    async formFinished({ response }) {
      ofForms.push(...callsOf(response));
    },
  };
  return { feature, ofPages, ofForms };
}
