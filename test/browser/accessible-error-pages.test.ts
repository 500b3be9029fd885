import { expect, test } from "@jest/globals";
import { aChromium } from "../support/chromium.ts";
import { aSetUp } from "../support/sign-in.ts";
import { barriersOf } from "./barriers.ts";
import { keepPictures } from "./looks.ts";
import { errorRows } from "./pages.ts";

const chromium = aChromium();

test.each(errorRows)(
  "the page “$name” has no barrier, wide or narrow, light or dark",
  async ({ name, open }) => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    await open(page, setUp);

    const barriers = await barriersOf(page);
    await keepPictures(page, name);

    expect(barriers).toEqual([]);
  },
);
