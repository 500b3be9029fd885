import type { Page } from "playwright-core";

/**
 * What makes somebody scroll sideways at 200 % zoom in a window of 1280 px, or in one of 320 px.
 *
 * @see WCAG 2.2, 1.4.10
 */
export async function sidewaysOn(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 600 });
    const parts = await stickingOut(page);
    found.push(...parts.map((part) => `${width} px: ${part}`));
  }
  return found;
}

/** The elements that make the page wider than the window, or lose some of their text. */
export async function stickingOut(page: Page): Promise<string[]> {
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
