import { expect, test } from "@jest/globals";
import { barriersOf, fourLooks } from "../../support/browser/barriers.ts";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import { keepPictures } from "../../support/browser/looks.ts";
import { sidewaysOn } from "../../support/browser/sideways.ts";
import { addressOf, button } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

test("a person without a mouse and without JavaScript answers, and the method is the first they see", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab({ javaScriptEnabled: false });
  const complaints = complaintsOf(page.context(), setUp);
  await page.goto(`${setUp.app.origin}/guide`);

  const purpose = page.getByRole("group", { name: "What is it for?" });
  await tabTo(page, purpose.getByRole("radio", { name: "Not sure" }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, button(page, "Show the method"));
  await page.keyboard.press("Enter");
  const answer = page.getByRole("heading", { level: 2, name: "OpenID Connect", exact: true });
  await answer.waitFor();

  const { y = Number.NaN } = (await answer.boundingBox()) ?? {};
  expect(y).toBeLessThan(720); // the height of the window: seen without scrolling
  expect(addressOf(page)).toContain("purpose=sign-in&");
  expect(complaints).toEqual([]);
});

test("on paper there is the answer and the table, and neither the form nor the menu", async () => {
  const { app } = await aSetUp();
  const page = await chromium.openTab();
  await page.goto(`${app.origin}/guide?purpose=backup&enterprise=yes`);

  await page.emulateMedia({ media: "print", colorScheme: "dark" });

  const isShown = {
    answer: await page.getByRole("heading", { name: "Service account", level: 2 }).isVisible(),
    table: await page.getByRole("table").isVisible(),
    form: await page.locator("form").isVisible(),
    menu: await page.getByRole("navigation").isVisible(),
    paper: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
  };
  expect(isShown).toEqual({
    answer: true,
    table: true,
    form: false,
    menu: false,
    paper: "rgb(255, 255, 255)",
  });
});

test("an answer with warnings has no barrier and needs no sideways scrolling", async () => {
  const { app } = await aSetUp();
  const page = await chromium.openTab();
  await page.goto(`${app.origin}/guide?purpose=backup&author=person&enterprise=no&users=nobody`);

  const barriers = await barriersOf(page, fourLooks);
  await keepPictures(page, "guide, answered with warnings");
  const sideways = await sidewaysOn(page);

  expect({ barriers, sideways }).toEqual({ barriers: [], sideways: [] });
});
