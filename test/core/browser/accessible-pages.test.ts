import { expect, test } from "@jest/globals";
import { barriersOf, fourLooks, twoLooks } from "../../support/browser/barriers.ts";
import { keepPictures } from "../../support/browser/looks.ts";
import { sidewaysOn } from "../../support/browser/sideways.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";
import { appPages, sandboxPages } from "./pages.ts";

const chromium = aChromium();

test.each([...appPages, ...sandboxPages])(
  "the page “$name” has no barrier and needs no sideways scrolling",
  async ({ name, open, sandbox = {}, settings = {}, isLikeNoOther = false }) => {
    const setUp = await aSetUp({ sandbox, settings });
    const page = await chromium.openTab();
    await open(page, setUp);

    const barriers = await barriersOf(page, isLikeNoOther ? fourLooks : twoLooks);
    await keepPictures(page, name);
    const sideways = await sidewaysOn(page);

    expect({ barriers, sideways }).toEqual({ barriers: [], sideways: [] });
  },
);
