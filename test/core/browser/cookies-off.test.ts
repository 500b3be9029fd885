import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { chromium, type Page } from "playwright-core";
import { ana, arrivesAt, button, signInLink, textOf } from "../../support/browser/steps.ts";
import { patienceMs, wholeBrowserOptions } from "../../support/chromium.ts";
import { afterThisTest } from "../../support/cleanup.ts";
import { aFolder } from "../../support/folder.ts";
import { aSetUp } from "../../support/sign-in.ts";

test("whose browser keeps no cookies of the app is told so when they come back from Asana", async () => {
  const { app } = await aSetUp();
  const page = await aTabWithoutCookiesFrom(app.origin);
  const offered = cookiesOfferedBy(app.origin, page);

  await page.goto(app.origin);
  await signInLink(page).click();
  await button(page, ana).click();
  await button(page, "Allow").click();

  await arrivesAt(page, "Your browser does not keep cookies");
  expect(await textOf(page)).toContain("Allow cookies for this site");
  expect(await signInLink(page).isVisible()).toBe(true);
  const kept = (await page.context().cookies(app.origin)).map(({ name }) => name);
  expect(await offered()).not.toEqual([]);
  expect((await offered()).filter((name) => kept.includes(name))).toEqual([]);
});

/** The names of the cookies that a site asks the browser to keep from now on. */
function cookiesOfferedBy(origin: string, page: Page): () => Promise<string[]> {
  const lines: Promise<string[]>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith(origin)) lines.push(response.headerValues("set-cookie"));
  });
  return async () => (await Promise.all(lines)).flat().map((line) => line.split("=")[0] ?? "");
}

/** A Chromium whose settings block the cookies of one site, as a person can set it. */
async function aTabWithoutCookiesFrom(origin: string): Promise<Page> {
  const profile = aFolder();
  const block = 2;
  const cookies = { [`${origin},*`]: { setting: block } };
  mkdirSync(join(profile, "Default"));
  writeFileSync(
    join(profile, "Default", "Preferences"),
    JSON.stringify({ profile: { content_settings: { exceptions: { cookies } } } }),
  );
  const context = await chromium.launchPersistentContext(profile, wholeBrowserOptions);
  afterThisTest(() => context.close());
  context.setDefaultTimeout(patienceMs);
  return context.newPage();
}
