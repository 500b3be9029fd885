import { expect, test } from "@jest/globals";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { type PageRow, signedInAt } from "../../support/browser/page-row.ts";
import { mira } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";

const chromium = aChromium();

const pages: readonly PageRow[] = [
  { name: "organization", open: signedInAt("/organization") },
  { name: "people", open: signedInAt("/organization/people"), isLikeNoOther: true },
  { name: "teams", open: signedInAt("/organization/teams") },
  { name: "inactive projects", open: signedInAt("/organization/projects") },
  { name: "inactive projects of no day", open: signedInAt("/organization/projects?since=x") },
  { name: "audit log", open: signedInAt("/organization/audit-log?days=90") },
  {
    name: "organization without a service account",
    open: signedInAt("/organization"),
    settings: { ASANA_SERVICE_ACCOUNT_TOKEN: "2/dead" },
  },
  { name: "organization, to somebody else", open: signedInAt("/organization", mira) },
];

test.each(pages)("the page “$name” has no barrier and needs no sideways scrolling", async (row) => {
  expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
});
