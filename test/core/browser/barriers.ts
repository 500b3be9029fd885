import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { type Look, lookAt } from "./looks.ts";

/** For pages with a structure of their own. */
export const fourLooks: readonly Look[] = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
];

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Each width and each scheme once: enough for a page that others are built like. */
export const twoLooks: readonly Look[] = [
  { width: 1280, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
];

/**
 * What axe finds that would keep somebody from using the page, in windows of these widths, light and
 * dark.
 */
export async function barriersOf(page: Page, looks: readonly Look[]): Promise<string[]> {
  const barriers: string[] = [];
  await page.evaluate(axe.source); // not as a script of the page, which its policy forbids
  for (const look of looks) {
    await lookAt(page, look);
    const found = await violationsOn(page);
    barriers.push(
      ...found.map((violation) => `${look.width} px, ${look.colorScheme}: ${violation}`),
    );
  }
  return barriers;
}

async function violationsOn(page: Page): Promise<string[]> {
  const options = { runOnly: rules, resultTypes: ["violations"], iframes: false, preload: false };
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
