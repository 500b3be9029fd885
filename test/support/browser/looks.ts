import type { Page } from "playwright-core";

export interface Look {
  /** Of the window, in CSS pixels. */
  readonly width: number;
  readonly colorScheme: "light" | "dark";
}

/** Shows the page as in another window, or to somebody who prefers dark pages. */
export async function lookAt(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 844 });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
}

/**
 * With `PICTURES=1` in the environment, leaves two pictures of the page in `test-results`, for people
 * to look at: nothing compares them.
 */
export async function keepPictures(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return;
  const file = `test-results/${name.replaceAll(/[^a-z]+/gi, "-")}`;
  await lookAt(page, { width: 1280, colorScheme: "light" });
  await page.screenshot({ path: `${file}-wide.png`, fullPage: true });
  await lookAt(page, { width: 390, colorScheme: "dark" });
  await page.screenshot({ path: `${file}-narrow.png`, fullPage: true });
}
