import { describe, expect, test } from "@jest/globals";
import { deauthorize, isOfServer } from "../../support/browser/deauthorize.ts";
import {
  addressOf,
  ana,
  arrivesAt,
  button,
  changesAt,
  signInLink,
  textOf,
} from "../../support/browser/steps.ts";
import { aVisitWithEveryPermission } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probeTitle } from "../../support/probe.ts";

const chromium = aChromium();
const send = "Send";
const typed = 'Say "hello" & <wave>';

test("what was typed survives a withdrawn access: shown again, and sent when the button is pressed", async () => {
  const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, probePath);
  await page.getByLabel("Name").fill(typed);
  await deauthorize(page, setUp);

  await button(page, send).click();
  await arrivesAt(page, "Connect to Asana again");
  const told = await textOf(page);
  const refused = changesAt(setUp).length;
  await page.getByRole("link", { name: "Connect to Asana again" }).click();
  await button(page, "Allow").click();
  await button(page, send).waitFor();
  const shownAgain = await textOf(page);
  const sentByItself = changesAt(setUp).slice(refused);
  const stillThere = await page.getByLabel("Name").inputValue();
  await button(page, send).click();
  await page.getByText("It was sent.").waitFor();

  expect(told).toContain("What you typed is kept for ten minutes.");
  expect(new URL(page.url()).origin).toBe(setUp.app.origin);
  expect(stillThere).toBe(typed);
  expect(shownAgain).toContain("That did not work");
  expect(shownAgain).toContain("nothing was done");
  expect(sentByItself).toEqual([]);
  expect(changesAt(setUp)).toHaveLength(refused + 1);
  expect(complaints.filter(isOfServer)).toEqual([]);
});

describe("access taken away while somebody reads", () => {
  test.each([probePath, `${probePath}?show=all`])(
    "%s offers to connect again, and leads back to the same page",
    async (address) => {
      const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, address);
      const heading = await page.getByRole("heading", { level: 1 }).innerText();
      await deauthorize(page, setUp);

      await page.reload();
      await arrivesAt(page, "Connect to Asana again");
      await page.getByRole("link", { name: "Connect to Asana again" }).click();
      await button(page, "Allow").click();

      await arrivesAt(page, heading);
      expect(addressOf(page)).toBe(address);
      expect(complaints.filter(isOfServer)).toEqual([]);
    },
  );

  test("the profile is shown all the same, with a link that connects again and leads back", async () => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, "/profile");
    await deauthorize(page, setUp);

    await button(page, "Read again").click();
    const notice = page.getByText("Asana no longer accepts this app's access").first();
    await notice.waitFor();
    const shown = await textOf(page);
    await page.getByRole("link", { name: "Connect to Asana again" }).first().click();
    await button(page, "Allow").click();
    await arrivesAt(page, ana);

    expect(shown).toContain(ana);
    expect(addressOf(page)).toBe("/profile");
    expect(await notice.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("who denies it then is still signed in, and can go on where they were", async () => {
    const { setUp, page } = await aVisitWithEveryPermission(chromium, probePath);
    await deauthorize(page, setUp);
    await page.reload();
    await page.getByRole("link", { name: "Connect to Asana again" }).click();

    await button(page, "Deny").click();

    await arrivesAt(page, "Welcome back");
    expect(await textOf(page)).toContain("Nothing has changed: you are still signed in.");
    expect(await button(page, "Sign out").count()).toBe(1);
  });
});

test("a session that was ended in another tab leads to signing in, and back to the page", async () => {
  const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, probePath);
  const other = await page.context().newPage();
  await other.goto(setUp.app.origin);
  await button(other, "Sign out").click();
  await arrivesAt(other, "Sign in with Asana");

  await page.getByLabel("Name").fill("Too late");
  await button(page, send).click();
  await signInLink(page).click();
  await arrivesAt(page, probeTitle);

  expect(addressOf(page)).toBe(probePath);
  expect(changesAt(setUp)).toEqual([]);
  expect(complaints).toEqual([]);
});
