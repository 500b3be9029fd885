import type { Locator, Page } from "playwright-core";

/**
 * Presses Tab until the element has the focus, as somebody does who has no mouse.
 *
 * @throws Error when it is never reached, or when one cannot see where the focus is on the way
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: "attached" });
  await page.waitForLoadState("load"); // before its styles are there a page has other outlines
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const { name, isSeen } = await page.evaluate(focus);
    if (!isSeen) throw new Error(`the focus cannot be seen on "${name}" of ${page.url()}`);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target} on ${page.url()}`);
}

/** Runs in the page. Seen: an outline, around something on the screen that nothing covers. */
function focus(): { name: string; isSeen: boolean } {
  const focused = document.activeElement ?? document.body;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const { left, top, width, height } =
    focused.getClientRects()[0] ?? focused.getBoundingClientRect();
  const inTheMiddle = document.elementFromPoint(left + width / 2, top + height / 2);
  // The calendar within a date field: Chromium outlines it, and styles of such parts are not told.
  const isPartOfField = focused.matches("[type=date]:not(:focus)");
  const isOutlined =
    isPartOfField || (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2);
  return {
    name: focused.textContent?.trim() ?? "",
    isSeen: focused === document.body || (isOutlined && focused.contains(inTheMiddle)),
  };
}
