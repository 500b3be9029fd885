import { expect, test } from "@jest/globals";
import { signInAddress } from "../../../src/web/sign-in/sign-in-address.ts";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { at, type PageRow } from "../../support/browser/page-row.ts";
import { ana, arrivesAt, button, signIn } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";

const chromium = aChromium();

const pages: readonly PageRow[] = [
  { name: "start page after signing out everywhere", open: at("/?note=signed-out-everywhere") },
  {
    name: "sessions in two browsers",
    isLikeNoOther: true,
    async open(page, setUp) {
      await signIn(page, setUp);
      await page.context().clearCookies();
      await page.goto(setUp.app.origin + signInAddress("/sessions"));
      await button(page, ana).click(); // who has allowed it before
      await arrivesAt(page, "Where you are signed in");
    },
  },
];

test.each(pages)("the page “$name” has no barrier and needs no sideways scrolling", async (row) => {
  expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
});
