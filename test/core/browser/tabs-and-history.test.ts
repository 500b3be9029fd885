import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { callbackPath, signInAddress } from "../../../src/web/sign-in/sign-in-address.ts";
import {
  addressOf,
  ana,
  arrivesAt,
  button,
  goToConsent,
  type SetUp,
  signIn,
  signInLink,
  textOf,
} from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probeTitle } from "../../support/probe.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

test.each([
  { order: "the first tab first", isFirstFirst: true },
  { order: "the second tab first", isFirstFirst: false },
])("two tabs sign in side by side, $order", async ({ isFirstFirst }) => {
  const setUp = await aSetUp();
  const first = await chromium.openTab();
  const second = await first.context().newPage();
  await goToConsent(first, setUp, { returnTo: "/profile" });
  await second.goto(setUp.app.origin + signInAddress(probePath));

  for (const tab of isFirstFirst ? [first, second] : [second, first]) {
    await button(tab, "Allow").click();
    await tab.getByRole("button", { name: "Sign out" }).waitFor();
  }

  expect([addressOf(first), addressOf(second)]).toEqual(["/profile", probePath]);
  await first.goto(setUp.app.origin);
  expect(await textOf(first)).toContain(ana);
});

describe("signed in", () => {
  test("Back leads home, and the person is still signed in", async () => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    await signIn(page, setUp);

    await page.goBack();

    await arrivesAt(page, "Welcome back");
    expect(page.url()).toBe(`${setUp.app.origin}/`);
  });

  test("the callback's address leads home, and a reload stays there", async () => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    const callback = await signInAndNoteCallback(page, setUp);
    const tokenCalls = tokenCallsOf(setUp);

    await page.goto(callback);
    await page.reload();

    await arrivesAt(page, "Welcome back");
    expect(page.url()).toBe(`${setUp.app.origin}/`);
    expect(tokenCallsOf(setUp)).toBe(tokenCalls);
  });

  test("a reload of the profile shows it again", async () => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    await signIn(page, setUp);

    await page.reload();

    await arrivesAt(page, ana);
  });
});

describe("signed out", () => {
  test("Back shows no personal page and signs nobody in, however often it is pressed", async () => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    await page.goto(setUp.app.origin);
    await signInLink(page).click();
    await button(page, ana).click();
    await button(page, "Allow").click();
    await arrivesAt(page, ana);
    await page.goto(setUp.app.origin + probePath);
    await arrivesAt(page, probeTitle);
    await button(page, "Sign out").click();
    await arrivesAt(page, "Sign in with Asana");
    const tokenCalls = tokenCallsOf(setUp);

    const seen: string[] = [];
    while (await page.goBack()) {
      if (new URL(page.url()).origin !== setUp.app.origin) continue;
      seen.push(new URL(page.url()).pathname);
      expect(await textOf(page)).not.toMatch(/Ana|example\.com|Example Organization|Welcome back/);
      expect(await button(page, "Sign out").count()).toBe(0);
    }

    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(tokenCallsOf(setUp)).toBe(tokenCalls);
    await page.goto(`${setUp.app.origin}/profile`);
    expect(addressOf(page)).toBe("/?returnTo=%2Fprofile");
  });

  test("the callback's address leads to a page with one button, which signs in", async () => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    const callback = await signInAndNoteCallback(page, setUp);
    await button(page, "Sign out").click();
    await arrivesAt(page, "Sign in with Asana");
    const tokenCalls = tokenCallsOf(setUp);

    await page.goto(callback);

    await arrivesAt(page, "This sign-in is over");
    expect(addressOf(page)).not.toMatch(/code=|state=/);
    expect(tokenCallsOf(setUp)).toBe(tokenCalls);
    await signInLink(page).click();
    await arrivesAt(page, ana);
  });

  test("another browser that opens the callback's address is told so", async () => {
    const setUp = await aSetUp();
    const callback = await signInAndNoteCallback(await chromium.openTab(), setUp);
    const other = await chromium.openTab();

    await other.goto(callback);

    await arrivesAt(other, "This sign-in was not started in this browser");
  });
});

async function signInAndNoteCallback(page: Page, setUp: SetUp): Promise<string> {
  const callback = page.waitForRequest(`${setUp.app.origin}${callbackPath}?**`);
  await signIn(page, setUp);
  return (await callback).url();
}

function tokenCallsOf({ sandbox }: SetUp): number {
  return sandbox.requests.filter(({ path }) => path === "/-/oauth_token").length;
}
