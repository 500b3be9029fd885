import { describe, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import {
  addressOf,
  ana,
  arrivesAt,
  button,
  signIn,
  signInLink,
  textOf,
} from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probeTitle } from "../../support/probe.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

interface Way {
  readonly way: string;
  readonly javaScriptEnabled: boolean;
  /** How a link or a button is used. */
  press(page: Page, target: Locator): Promise<void>;
}

const ways: readonly Way[] = [
  { way: "by mouse", javaScriptEnabled: true, press: (_page, target) => target.click() },
  {
    way: "with JavaScript off",
    javaScriptEnabled: false,
    press: (_page, target) => target.click(),
  },
  {
    way: "with Tab and Enter alone",
    javaScriptEnabled: true,
    press: async (page, target) => {
      await tabTo(page, target);
      await page.keyboard.press("Enter");
    },
  },
  {
    way: "with Tab and the space bar, and Enter where there are links",
    javaScriptEnabled: true,
    press: async (page, target) => {
      await tabTo(page, target);
      const isLink = await target.evaluate((element) => element.matches("a"));
      await page.keyboard.press(isLink ? "Enter" : "Space");
    },
  },
];

describe.each(ways)("$way", ({ javaScriptEnabled, press }) => {
  test("a person signs in, reads the profile and a page of what Asana tells, and signs out, and the browser finds no fault", async () => {
    const setUp = await aSetUp();
    const [person] = setUp.sandbox.people;
    const page = await chromium.openTab({ javaScriptEnabled });
    const complaints = complaintsOf(page.context(), setUp);

    await page.goto(setUp.app.origin);
    await press(page, signInLink(page));
    await arrivesAt(page, "Sign in to the sandbox");
    await press(page, button(page, ana));
    await page.getByText("It will be able to").waitFor();
    await press(page, button(page, "Allow"));

    await arrivesAt(page, ana);
    const profile = await textOf(page);
    expect(addressOf(page)).toBe("/profile");
    for (const fact of [person?.email, person?.gid, "Neighbourhood choir", "tasks:read"]) {
      expect(profile).toContain(fact);
    }
    const claims = await page.getByRole("region", { name: "Claims of the ID token" }).innerText();
    expect(claims).toContain(setUp.sandbox.issuer);
    expect(claims).toContain(setUp.sandbox.settings.ASANA_CLIENT_ID);

    await page.goto(setUp.app.origin + probePath);
    await arrivesAt(page, probeTitle);
    const workspaces = await page.getByRole("list", { name: "Workspaces" }).innerText();
    expect(workspaces).toMatch(/Example Organization\s+Neighbourhood choir\s+Home/);

    await press(page, button(page, "Sign out"));
    await arrivesAt(page, "Sign in with Asana");
    expect(await textOf(page)).toContain("You are signed out here.");
    expect(await signInLink(page).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("a person disconnects: Asana withdraws the access, and nobody is signed in", async () => {
    const setUp = await aSetUp();
    const page = await chromium.openTab({ javaScriptEnabled });
    const complaints = complaintsOf(page.context(), setUp);
    await signIn(page, setUp);

    await press(page, button(page, "Disconnect"));

    await arrivesAt(page, "Sign in with Asana");
    expect(await textOf(page)).toContain("Asana no longer lets this app act for you");
    expect(setUp.sandbox.requests.map(({ path }) => path)).toContain("/-/oauth_revoke");
    expect(complaints).toEqual([]);
    await page.goto(`${setUp.app.origin}/profile`);
    expect(addressOf(page)).toBe("/?returnTo=%2Fprofile");
  });
});

test("the skip link takes the keyboard past the navigation", async () => {
  const { app } = await aSetUp();
  const page = await chromium.openTab();
  await page.goto(app.origin);

  await tabTo(page, page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");

  expect(await signInLink(page).evaluate((link) => link === document.activeElement)).toBe(true);
});
