import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { organization } from "../../../src/features/organization/organization.ts";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import { addressOf, arrivesAt, button, mira, signIn, textOf } from "../../support/browser/steps.ts";
import { aVisit } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();
const paths = (organization.rows ?? []).map(({ path }) => path);
const data = /Gil Guest|Engineering|Office move|user_login/;

test("an administrator goes from the navigation through every page, and sees the organization", async () => {
  const { page, complaints } = await aVisit(chromium, "/profile");

  await page.getByRole("link", { name: "Organization", exact: true }).click();
  await arrivesAt(page, "Overview");
  await choose(page, "People");
  expect(await rowsOf(page, "People")).toHaveLength(7);
  await page.getByRole("link", { name: "Guests (1)" }).click();
  await page.waitForURL("**?kind=guest");
  expect(await rowsOf(page, "People")).toEqual([expect.stringMatching(/^Gil Guest\t/)]);
  await choose(page, "Teams");
  expect(await textOf(page)).toMatch(/Marketing\s+Engineering/);
  await choose(page, "Inactive projects");
  expect(await rowsOf(page, "Inactive projects")).toEqual([
    expect.stringMatching(/^Office move 2025\t/),
    expect.stringMatching(/^Old price list\t/),
  ]);
  await choose(page, "Audit log");
  expect((await rowsOf(page, "Audit log")).join()).toContain("user_login_succeeded");

  expect(complaints).toEqual([]);
});

test("an administrator asks for another day and more events with the keyboard, without JavaScript", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab({ javaScriptEnabled: false });
  const complaints = complaintsOf(page.context(), setUp);
  await signIn(page, setUp, { returnTo: "/organization/projects" });

  await page.getByLabel("Nothing has happened since").fill("2026-01-01");
  await page.keyboard.press("Enter");
  await page.waitForURL("**?since=2026-01-01");
  expect(await textOf(page)).toContain("since Jan 1, 2026");
  await tabTo(page, tabOf(page, "Audit log"));
  await page.keyboard.press("Enter");
  await arrivesAt(page, "Audit log");
  await page.getByLabel("Days back").fill("90");
  await page.keyboard.press("Enter");
  await page.waitForURL("**?days=90");

  expect(await rowsOf(page, "Audit log")).toHaveLength(6);
  expect(complaints).toEqual([]);
});

test("a member finds no way to them, and reads at each address why not", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab();
  await signIn(page, setUp, { person: mira });
  const before = setUp.sandbox.requestCount();

  expect(await page.getByRole("link", { name: "Organization" }).count()).toBe(0);
  for (const path of paths) {
    const answer = await page.goto(setUp.app.origin + path);
    await arrivesAt(page, "This page is for administrators");
    expect([path, answer?.status()]).toEqual([path, 403]);
    expect(await page.content()).not.toMatch(data);
  }
  expect(setUp.sandbox.requestCount()).toBe(before);
});

test("a member who takes the browser over after an administrator gets nothing back from it", async () => {
  const { setUp, page } = await aVisit(chromium, "/organization");
  for (const tab of ["People", "Teams", "Inactive projects", "Audit log"]) await choose(page, tab);
  await button(page, "Sign out").click();
  await arrivesAt(page, "Sign in with Asana");
  setUp.sandbox.setSwitches({ consent: "always" });
  await page.goto(`${setUp.app.origin}/auth/login`);
  await page.getByRole("link", { name: "Use another person" }).click();
  await button(page, mira).click();
  await button(page, "Allow").click();
  await page.getByText(mira).first().waitFor();

  const seen = new Set<string>();
  while (await page.goBack()) {
    if (new URL(page.url()).origin !== setUp.app.origin) continue;
    seen.add(addressOf(page));
    expect(await page.content()).not.toMatch(data);
  }

  expect([...seen]).toEqual(expect.arrayContaining([...paths]));
});

/** One of the links between the pages of the organization. */
function tabOf(page: Page, name: string) {
  const tabs = page.getByRole("navigation", { name: "Organization", exact: true });
  return tabs.getByRole("link", { name, exact: true });
}

async function choose(page: Page, name: string): Promise<void> {
  await tabOf(page, name).click();
  await arrivesAt(page, name);
}

/** What stands in each row of a table, cells parted by tabs. */
async function rowsOf(page: Page, name: string): Promise<string[]> {
  const rows = await page
    .getByRole("region", { name, exact: true })
    .getByRole("row")
    .allInnerTexts();
  return rows.slice(1);
}
