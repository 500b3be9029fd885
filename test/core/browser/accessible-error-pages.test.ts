import { expect, test } from "@jest/globals";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";
import { barriersOf, twoLooks } from "./barriers.ts";
import { keepPictures } from "./looks.ts";
import { errorRows } from "./pages.ts";
import { sidewaysOn } from "./sideways.ts";

const chromium = aChromium();

test.each(errorRows)(
  "the page “$name” has no barrier and needs no sideways scrolling",
  async ({ name, open }) => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    await open(page, setUp);

    const barriers = await barriersOf(page, twoLooks);
    await keepPictures(page, name);
    const sideways = await sidewaysOn(page);

    expect({ barriers, sideways }).toEqual({ barriers: [], sideways: [] });
  },
);
