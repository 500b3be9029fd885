import { expect, test } from "@jest/globals";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { type PageRow, signedInAt } from "../../support/browser/page-row.ts";
import { mira } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";

const chromium = aChromium();

const pages: readonly PageRow[] = [
  { name: "methods, to an administrator", open: signedInAt("/methods"), isLikeNoOther: true },
  { name: "methods, to somebody else", open: signedInAt("/methods", mira) },
  {
    name: "methods without tokens that do",
    open: signedInAt("/methods"),
    settings: { ASANA_PAT: "2/dead", ASANA_SERVICE_ACCOUNT_TOKEN: "2/dead" },
  },
];

test.each(pages)("the page “$name” has no barrier and needs no sideways scrolling", async (row) => {
  expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
});
