import { expect, test } from "@jest/globals";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { at, type PageRow, signedInAt } from "../../support/browser/page-row.ts";
import { aChromium } from "../../support/chromium.ts";

const chromium = aChromium();

const pages: readonly PageRow[] = [
  { name: "guide, signed out", open: at("/guide"), isLikeNoOther: true },
  { name: "guide, signed in", open: signedInAt("/guide") },
  {
    name: "guide, answered",
    open: at("/guide?purpose=sign-in-and-act&author=person&unattended=always"),
    isLikeNoOther: true,
  },
];

test.each(pages)("the page “$name” has no barrier and needs no sideways scrolling", async (row) => {
  expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
});
