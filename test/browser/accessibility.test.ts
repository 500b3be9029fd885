import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { aChromium } from "../support/chromium.ts";
import { aSetUp } from "../support/sign-in.ts";
import { pages } from "./pages.ts";

const chromium = aChromium();

const looks = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

test.each(pages)(
  "the page “$name” has no barrier that axe knows, wide or narrow, light or dark",
  async (row) => {
    const setUp = await aSetUp(row.sandbox ? { sandbox: row.sandbox } : {});
    const page = await chromium.openTab();
    await row.open(page, setUp);

    const barriers: string[] = [];
    for (const { width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const found = await barriersOf(page);
      barriers.push(...found.map((barrier) => `${width} px, ${colorScheme}: ${barrier}`));
      await keepPicture(page, `${row.name}, ${width} ${colorScheme}`);
    }

    expect(barriers).toEqual([]);
  },
);

async function barriersOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

/** For people to look at; nothing compares it. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const file = name.replaceAll(/[^a-z0-9]+/gi, "-");
  await page.screenshot({ path: `test-results/${file}.png`, fullPage: true });
}
