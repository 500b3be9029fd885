import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "axe-core";
import type { Page } from "playwright-core";
import { repository } from "../../support/process.ts";
import { type Look, lookAt } from "./looks.ts";

const axe = readFileSync(join(repository, "node_modules", "axe-core", "axe.min.js"), "utf8");

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
  await bringAxeTo(page);
  for (const look of looks) {
    await lookAt(page, look);
    const found = await violationsOn(page);
    barriers.push(
      ...found.map((violation) => `${look.width} px, ${look.colorScheme}: ${violation}`),
    );
  }
  return barriers;
}

/** By the debugger: a script of the page is forbidden by its policy, and `evaluate` takes three times as long. */
async function bringAxeTo(page: Page): Promise<void> {
  const debuggerOfPage = await page.context().newCDPSession(page);
  await debuggerOfPage.send("Runtime.evaluate", { expression: axe });
  await debuggerOfPage.detach();
}

async function violationsOn(page: Page): Promise<string[]> {
  const options = { runOnly: rules, resultTypes: ["violations"], iframes: false, preload: false };
  const violations = await page.evaluate<Result[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
