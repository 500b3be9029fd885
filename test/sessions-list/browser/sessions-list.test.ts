import { expect, test } from "@jest/globals";
import {
  addressOf,
  arrivesAt,
  button,
  changesAt,
  signInLink,
} from "../../support/browser/steps.ts";
import { aVisitWithEveryPermission } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probeTitle } from "../../support/probe.ts";

const chromium = aChromium();

test("a session that was ended in another browser leads to signing in, and back to the page", async () => {
  const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, probePath);
  const other = await page.context().newPage();
  await other.goto(`${setUp.app.origin}/sessions`);
  await other.getByRole("button", { name: /^End the session on/ }).click();
  await other.waitForURL(/returnTo=%2Fsessions/);

  await page.getByLabel("Name").fill("Done");
  await button(page, "Send").click();
  await signInLink(page).click();
  await arrivesAt(page, probeTitle);

  expect(addressOf(page)).toBe(probePath);
  expect(changesAt(setUp)).toEqual([]);
  expect(complaints).toEqual([]);
});
