import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { aChromium } from "../support/chromium.ts";
import { aSetUp } from "../support/sign-in.ts";
import { appPages, errorRows, sandboxPages } from "./pages.ts";

const chromium = aChromium();

test.each([...appPages, ...errorRows, ...sandboxPages])(
  "the page “$name” needs no sideways scrolling at 200 % zoom or at 320 px",
  async ({ open, sandbox = {}, settings = {} }) => {
    const setUp = await aSetUp({ sandbox, settings });
    const page = await chromium.openTab({
      deviceScaleFactor: 2,
      viewport: { width: 640, height: 400 },
    });
    await open(page, setUp);

    const zoomed = await stickingOut(page);
    await page.setViewportSize({ width: 320, height: 600 });
    const narrow = await stickingOut(page);

    expect({ zoomed, narrow }).toEqual({ zoomed: [], narrow: [] });
  },
);

/** The elements that make the page wider than the window, or lose some of their text. */
async function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const isScrolled = root.scrollWidth > root.clientWidth;
    const parts = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
      const { right, left, width } = element.getBoundingClientRect();
      const scrollsItself = element.closest(".table-scroll") !== null;
      return width > 0 && !scrollsItself && (right > root.clientWidth + 1 || left < -1);
    });
    const names = parts.map(({ outerHTML }) => outerHTML.slice(0, 100));
    return isScrolled && names.length === 0 ? ["the page"] : names;
  });
}
