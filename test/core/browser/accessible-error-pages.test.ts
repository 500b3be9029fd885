import { expect, test } from "@jest/globals";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { aChromium } from "../../support/chromium.ts";
import { errorRows } from "./pages.ts";

const chromium = aChromium();

test.each(errorRows)(
  "the page “$name” has no barrier and needs no sideways scrolling",
  async (row) => {
    expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
  },
);
