import { expect, test } from "@jest/globals";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { aChromium } from "../../support/chromium.ts";
import { taskPages } from "./task-pages.ts";

const chromium = aChromium();

test.each(taskPages)(
  "the page “$name” has no barrier and needs no sideways scrolling",
  async (row) => {
    expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
  },
);
