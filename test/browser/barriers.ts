import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { type Look, lookAt } from "./looks.ts";

const looks: readonly Look[] = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
];

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds that would keep somebody from using the page, in a wide and in a narrow window,
 * light and dark.
 */
export async function barriersOf(page: Page): Promise<string[]> {
  const barriers: string[] = [];
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
  const axe = new AxeBuilder({ page })
    .options({ runOnly: rules, resultTypes: ["violations"], iframes: false, preload: false })
    .setLegacyMode(); // no page has frames, and looking for them takes half of the time
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
