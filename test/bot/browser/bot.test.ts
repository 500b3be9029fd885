import { expect, test } from "@jest/globals";
import { button, changesAt, textOf } from "../../support/browser/steps.ts";
import { aVisitWithEveryPermission } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";

const chromium = aChromium();
const task = "/demo/tasks/1201000000000404";

test("one task shows two comments, one by the person and one by the bot, and says so", async () => {
  const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, task);
  const comments = page.getByRole("region", { name: "Comments" }).getByRole("listitem");

  await page.getByLabel("Your comment").fill("I wrote this");
  await button(page, "Comment").click();
  await page.getByText("Asana names Ana Everyday as its author").waitFor();
  await page.getByLabel("Your comment").fill("The bot wrote this");
  await page.getByRole("radio", { name: "the bot, Taskbot (personal access token)" }).check();
  await button(page, "Comment").click();
  await page.getByText("Asana names Taskbot as its author").waitFor();

  const [mine, its] = (await comments.allInnerTexts()).slice(-2);
  expect(mine).toMatch(/^Ana Everyday \(you\), [\s\S]*I wrote this$/);
  expect(its).toMatch(
    /^Taskbot \(the bot\), [\s\S]*Ana Everyday had the bot write this:\s+The bot wrote this$/,
  );
  expect(await textOf(page)).toContain("The bot's token belongs to Taskbot");
  expect(changesAt(setUp)).toHaveLength(2);
  expect(complaints).toEqual([]);
});

test("the choice is made with the keyboard alone", async () => {
  const { page, complaints } = await aVisitWithEveryPermission(chromium, task);

  await page.getByLabel("Your comment").focus();
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("The bot's comment was added").waitFor();

  expect(await page.getByRole("region", { name: "Comments" }).innerText()).toContain("By keyboard");
  expect(complaints).toEqual([]);
});
