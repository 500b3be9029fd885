import { expect, test } from "@jest/globals";
import { aChromium } from "../support/chromium.ts";
import { aSetUp } from "../support/sign-in.ts";
import { barriersOf, fourLooks, twoLooks } from "./barriers.ts";
import { keepPictures } from "./looks.ts";
import { appPages, sandboxPages } from "./pages.ts";

const chromium = aChromium();

test.each([...appPages, ...sandboxPages])(
  "the page “$name” has no barrier, wide or narrow, light or dark",
  async ({ name, open, sandbox = {}, settings = {}, isLikeNoOther = false }) => {
    const setUp = await aSetUp({ sandbox, settings });
    const page = await chromium.openTab();
    await open(page, setUp);

    const barriers = await barriersOf(page, isLikeNoOther ? fourLooks : twoLooks);
    await keepPictures(page, name);

    expect(barriers).toEqual([]);
  },
);
