import { expect, test } from "@jest/globals";
import { hindrancesOn, noHindrances } from "../../support/browser/hindrances.ts";
import { everyPermission, type PageRow } from "../../support/browser/page-row.ts";
import { button, signIn } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";

const chromium = aChromium();

const pages: readonly PageRow[] = [
  {
    name: "task with a comment of the bot",
    isLikeNoOther: true,
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: "/demo/tasks/1201000000000404" });
      await page.getByLabel("Your comment").fill("Written by nobody");
      await page.getByLabel("the bot, Taskbot").check();
      await button(page, "Comment").click();
      await page.getByText("The bot's comment was added").waitFor();
    },
  },
];

test.each(pages)("the page “$name” has no barrier and needs no sideways scrolling", async (row) => {
  expect(await hindrancesOn(row, chromium)).toEqual(noHindrances);
});
