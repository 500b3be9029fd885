import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { SandboxOptions } from "../../../sandbox/sandbox.ts";
import { barriersOf, fourLooks } from "../../support/browser/barriers.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import { keepPictures } from "../../support/browser/looks.ts";
import { ana, arrivesAt, button, textOf, zoe } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSandbox, switchesOf, tokensFor } from "../../support/sandbox-client.ts";

const chromium = aChromium();

async function atTheSandbox(options: SandboxOptions = {}, javaScriptEnabled = true) {
  const sandbox = await aSandbox(options);
  const page = await chromium.openTab({ javaScriptEnabled });
  return { sandbox, page };
}

describe("pages of the sandbox", () => {
  const rows: readonly [
    string,
    SandboxOptions,
    (page: Page, origin: string) => Promise<unknown>,
  ][] = [
    ["apps, nobody signed in", {}, (page, origin) => page.goto(`${origin}/apps`)],
    [
      "apps",
      {},
      async (page, origin) => {
        await page.goto(`${origin}/apps`);
        await button(page, zoe).click();
        await button(page, "Deauthorize").waitFor();
      },
    ],
    [
      "apps after Deauthorize",
      {},
      async (page, origin) => {
        await page.goto(`${origin}/apps`);
        await button(page, zoe).click();
        await button(page, "Deauthorize").click();
        await page.getByText("has no access any more").waitFor();
      },
    ],
    ["my apps", {}, (page, origin) => page.goto(`${origin}/0/my-apps`)],
    [
      "my apps after a mistake",
      {},
      async (page, origin) => {
        await page.goto(`${origin}/0/my-apps`);
        await button(page, "Create new app").click();
        await page.getByText("A name has 1 to 80 letters.").waitFor();
      },
    ],
    [
      "an app that is always there",
      {},
      (page, origin) => page.goto(`${origin}/0/my-apps/1201000000000001`),
    ],
    [
      "an app of one's own",
      {},
      async (page, origin) => {
        await page.goto(`${origin}/0/my-apps`);
        await page.getByLabel("App name").fill("My app");
        await button(page, "Create new app").click();
        await page
          .getByRole("textbox", { name: "Redirect URL" })
          .fill("http://localhost:3000/auth/callback");
        await button(page, "Add redirect URL").click();
        await page.getByText("The redirect URL was added.").waitFor();
      },
    ],
    ["controls", {}, (page, origin) => page.goto(`${origin}/sandbox/controls`)],
    [
      "controls, not as usual",
      { switches: { fail: { endpoint: "rest", kind: "huge", times: 3 }, nonce: "echo" } },
      (page, origin) => page.goto(`${origin}/sandbox/controls?done=slow`),
    ],
    [
      "controls after a mistake",
      {},
      async (page, origin) => {
        await page.goto(`${origin}/sandbox/controls`);
        await page.getByLabel("expiresIn", { exact: true }).fill("soon");
        await page.keyboard.press("Enter");
        await page.getByText("Nothing was saved").waitFor();
      },
    ],
  ];

  test.each(rows)("%s: no barrier, and no sideways scrolling", async (name, options, open) => {
    const { sandbox, page } = await atTheSandbox(options);
    await tokensFor(sandbox, { person: 2 });
    await open(page, sandbox.origin);

    const barriers = await barriersOf(page, fourLooks);
    await keepPictures(page, `sandbox ${name}`);
    await page.setViewportSize({ width: 320, height: 600 });
    const sidewaysPixels = await page
      .locator("html")
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);

    expect(barriers).toEqual([]);
    expect(sidewaysPixels).toBe(0);
  });
});

describe.each([
  ["with JavaScript", true],
  ["with JavaScript off", false],
])("%s", (_circumstance, javaScriptEnabled) => {
  test("somebody signs in at the page of the apps and takes access back, by keyboard", async () => {
    const { sandbox, page } = await atTheSandbox({}, javaScriptEnabled);
    await tokensFor(sandbox);
    await page.goto(`${sandbox.origin}/apps`);

    await tabTo(page, button(page, ana));
    await page.keyboard.press("Enter");
    await tabTo(page, button(page, "Deauthorize"));
    await page.keyboard.press("Space");

    await page.getByText("Starter app has no access any more").waitFor();
    expect(await textOf(page)).toContain("No app may act for Ana Everyday");
  });

  test("somebody runs an experiment, sets a switch, and resets, by keyboard", async () => {
    const { sandbox, page } = await atTheSandbox({}, javaScriptEnabled);
    await page.goto(sandbox.origin);

    await tabTo(page, page.getByRole("link", { name: "How the sandbox behaves" }));
    await page.keyboard.press("Enter");
    await arrivesAt(page, "How the sandbox behaves");
    await tabTo(page, button(page, "Let Asana be slow"));
    await page.keyboard.press("Enter");
    await page.getByText("The API is slow.").waitFor();
    await tabTo(page, page.getByLabel("consent", { exact: true }));
    await page.keyboard.type("always");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Saved. 2 switches are not as usual now.").waitFor();
    const changed = await switchesOf(sandbox);
    await tabTo(page, button(page, "Reset all"));
    await page.keyboard.press("Enter");
    await page.getByText("Everything is as usual again.").waitFor();

    expect(changed).toMatchObject({ consent: "always", slow: { endpoint: "rest" } });
    expect((await switchesOf(sandbox)).slow).toBe("off");
  });
});
