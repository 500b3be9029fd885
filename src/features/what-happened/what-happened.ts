import * as v from "valibot";
import type { Config } from "../../config.ts";
import type { Feature } from "../../web/feature.ts";
import { page } from "../../web/who-may/row.ts";
import { recordSignIns, signInRecord, whatHappenedPath } from "./recording.ts";
import { whatHappenedRoutes } from "./what-happened-routes.ts";

const settings = {
  WHAT_HAPPENED: v.optional(v.picklist(["on", "off"], "is unknown; use on or off")),
};

/** The last sign-in of a session, step by step; each sign-in is recorded for it. */
export const whatHappened: Feature = {
  name: "what-happened",
  settings,
  isOn,
  rows: [page(whatHappenedPath, "signed-in")],
  routes: whatHappenedRoutes,
  watchSignIns: recordSignIns,
  keeps: [signInRecord],
  landingCard: {
    href: whatHappenedPath,
    title: "What just happened",
    text: "Your sign-in step by step: each request, each check, and how long it took.",
  },
  profileLink: {
    name: "Last sign-in",
    link: { href: whatHappenedPath, label: "See that sign-in step by step" },
  },
};

/** In production only where the operator turned it on. */
function isOn({ ofFeatures, isProduction }: Config): boolean {
  const { WHAT_HAPPENED } = v.parse(v.object(settings), ofFeatures);
  return WHAT_HAPPENED === undefined ? !isProduction : WHAT_HAPPENED === "on";
}
