import { expect, test } from "@jest/globals";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

test.each(["app", "sandbox"] as const)(
  "the %s has an icon, at the address that it names and at the one that browsers guess",
  async (which) => {
    const setUp = await aSetUp();
    const { origin } = setUp[which];
    const page = await chromium.openTab();
    await page.goto(origin);
    const named = await page
      .locator('link[rel="icon"]')
      .evaluate((link: HTMLLinkElement) => link.href);

    const answers = await Promise.all(
      [named, `${origin}/favicon.ico`].map((address) => page.request.get(address)),
    );

    for (const answer of answers) {
      expect(answer.status()).toBe(200);
      expect(answer.headers()["content-type"]).toMatch(/^image\//);
    }
  },
);
