import { expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import {
  ana,
  arrivesAt,
  ben,
  button,
  goToConsent,
  signIn,
  textOf,
  zoe,
} from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

test("a name with quotes, tags and two directions is shown as it is, and nothing of it is markup", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab();

  await goToConsent(page, setUp, { person: zoe });
  expect(await textOf(page)).toContain(zoe);
  expect(await page.locator("b").count()).toBe(0);
  await button(page, "Allow").click();
  await arrivesAt(page, zoe);

  for (const address of ["/profile", "/"]) {
    await page.goto(setUp.app.origin + address);
    expect(await textOf(page)).toContain(zoe);
    expect(await page.locator("b").count()).toBe(0);
  }
});

test("a person with a photo sees it", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab();

  await signIn(page, setUp, { person: ana });
  await arrivesAt(page, ana);

  expect(await pixelsAcross(photo(page))).toBeGreaterThan(0);
  expect(await pictureOf(avatar(page))).not.toBe(await initialsAlone(page));
});

test.each(["does not load", "does not exist", "is no picture"])(
  "initials show where a photo %s",
  async (trouble) => {
    const setUp = await aSetUp();
    const page = await chromium.openTab();
    await page
      .context()
      .route("**/photos/**", (route) =>
        trouble === "does not load"
          ? route.abort()
          : route.fulfill({ status: trouble === "does not exist" ? 404 : 200, body: "text" }),
      );

    await signIn(page, setUp, { person: ana });
    await arrivesAt(page, ana);

    expect(await pixelsAcross(photo(page))).toBe(0);
    expect(await avatar(page).innerText()).toBe("AE");
    expect(await pictureOf(avatar(page))).toBe(await initialsAlone(page));
  },
);

test("a person without a photo sees initials", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab();

  await signIn(page, setUp, { person: ben });
  await arrivesAt(page, ben);

  expect(await avatar(page).innerText()).toBe("BS");
  expect(await photo(page).count()).toBe(0);
});

/** The circle beside the name. */
function avatar(page: Page): Locator {
  return page.locator(".avatar");
}

function photo(page: Page): Locator {
  return avatar(page).locator("img");
}

/** Width of the picture itself, once it has loaded or failed to. */
async function pixelsAcross(image: Locator): Promise<number> {
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode().catch(() => undefined);
    return element.naturalWidth;
  });
}

/** What the avatar looks like without its photo. */
async function initialsAlone(page: Page): Promise<string> {
  await photo(page).evaluate((element) => element.remove());
  return pictureOf(avatar(page));
}

async function pictureOf(part: Locator): Promise<string> {
  return (await part.screenshot()).toString("base64");
}
