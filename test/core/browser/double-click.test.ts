import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { addressOf, button, changesAt, textOf } from "../../support/browser/steps.ts";
import { aVisitWithEveryPermission } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath } from "../../support/probe.ts";

const chromium = aChromium();
const send = "Send";

describe("a form", () => {
  test("sent twice by a double click is done once", async () => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, probePath);
    const sent = submissionsOf(page);
    await page.getByLabel("Name").fill("Only one");
    setUp.sandbox.setSwitches(slow);

    await button(page, send).scrollIntoViewIfNeeded();
    const { x, y } = (await button(page, send).boundingBox()) ?? { x: 0, y: 0 };
    await twice(page, () => page.mouse.click(x + 5, y + 5));

    await page.getByText("It was sent.").waitFor();
    expect(sent).toHaveLength(2);
    expect(changesAt(setUp)).toEqual(["POST /tasks"]);
    expect(complaints).toEqual([]);
  });

  test("is not done again by a reload, nor by Back and Forward", async () => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, probePath);
    await page.getByLabel("Name").fill("Only one");
    await button(page, send).click();
    await page.getByText("It was sent.").waitFor();
    const after = addressOf(page);

    await page.reload();
    await page.getByText("It was sent.").waitFor();
    await page.goBack();
    await page.goForward();
    await page.getByText("It was sent.").waitFor();

    expect(addressOf(page)).toBe(after);
    expect(changesAt(setUp)).toEqual(["POST /tasks"]);
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  });
});

test("Enter pressed twice in a field sends the form once", async () => {
  const { setUp, page } = await aVisitWithEveryPermission(chromium, probePath);
  const sent = submissionsOf(page);
  setUp.sandbox.setSwitches(slow);
  await page.getByLabel("Name").fill("Only one");

  await twice(page, () => page.keyboard.press("Enter"));

  await page.getByText("It was sent.").waitFor();
  expect(sent).toHaveLength(2);
  expect(changesAt(setUp)).toEqual(["POST /tasks"]);
});

test("Back after a form was sent shows the form again, which sends another one", async () => {
  const { setUp, page } = await aVisitWithEveryPermission(chromium, probePath);
  for (const name of ["The first", "The second"]) {
    await page.getByLabel("Name").fill(name);
    await button(page, send).click();
    await page.getByText("It was sent.").waitFor();
    await page.goBack();
    await button(page, send).waitFor();
    expect(await textOf(page)).not.toContain("It was sent.");
  }

  expect(changesAt(setUp)).toEqual(["POST /tasks", "POST /tasks"]);
});

/** Long enough for a second click before the first has led away. */
const slow = { slow: { endpoint: "rest", ms: 1_500 } } as const;

/** Once more as soon as the first is under way: of two at once, Chromium sends one. */
async function twice(page: Page, send: () => Promise<void>): Promise<void> {
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await send();
  await sent;
  await send();
}

/** The forms that the browser sends from now on. */
function submissionsOf(page: Page): readonly string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  return sent;
}
