import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { Switches } from "../../../sandbox/switches.ts";
import { barriersOf, fourLooks } from "../../support/browser/barriers.ts";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import { keepPictures, lookAt } from "../../support/browser/looks.ts";
import { stickingOut } from "../../support/browser/sideways.ts";
import { arrivesAt, type SetUp, signIn, signInLink } from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();
const path = "/what-happened";

const rows: readonly { readonly name: string; readonly switches?: Partial<Switches> }[] = [
  { name: "what happened" },
  { name: "what happened, unfolded" },
  { name: "what happened, keys rotated, no UserInfo", switches: rotatedKeysAndNoUserInfo() },
  { name: "what happened, and failed", switches: { signature: "wrong" } },
];

describe.each(rows)("the page “$name”", ({ name, switches }) => {
  test("has no barrier, wide or narrow, light or dark", async () => {
    const { page } = await open({ switches });
    if (name.endsWith("unfolded")) await unfold(page);

    const barriers = await barriersOf(page, fourLooks);
    await keepPictures(page, name);

    expect(barriers).toEqual([]);
  });

  test("needs no sideways scrolling in any window, all unfolded", async () => {
    const { page } = await open({ switches });
    await unfold(page);

    for (const width of [1280, 900, 640, 390, 320]) {
      await lookAt(page, { width, colorScheme: "light" });
      expect([width, ...(await stickingOut(page))]).toEqual([width]);
    }
  });
});

test("the keyboard reaches what is folded, and what it reaches is not hidden", async () => {
  const { page, complaints } = await open({});
  const field = page.getByText("access_token", { exact: true });
  expect(await field.isVisible()).toBe(false);

  await tabTo(page, page.getByText("9 fields"));
  await page.keyboard.press("Enter");

  await field.waitFor();
  expect(complaints).toEqual([]);
});

test("without JavaScript the page is the same", async () => {
  const { page } = await open({ javaScriptEnabled: false });

  await page.getByText("9 fields").click();

  await page.getByText("access_token", { exact: true }).waitFor();
});

test("a screen reader meets the steps as one list after the other, counted through", async () => {
  const { page } = await open({});

  const lists = await page.getByRole("region").getByRole("list").all();
  const numbers = await page.locator("h3").allInnerTexts();

  expect(lists.length).toBeGreaterThanOrEqual(6);
  expect(numbers.map((heading) => Number.parseInt(heading, 10))).toEqual(
    numbers.map((_, index) => index + 1),
  );
});

test("arrows begin and end at the lifelines of those who speak", async () => {
  const { page } = await open({});
  await lookAt(page, { width: 1280, colorScheme: "light" });

  const names = page.getByRole("main").getByRole("list").first().getByRole("listitem");
  const [browser = 0, app = 0, asana = 0] = await names.evaluateAll((lanes) =>
    lanes.map((lane) => {
      const { left, width } = lane.getBoundingClientRect();
      return left + width / 2;
    }),
  );

  expect(await arrowOf(page, "The sign-in link")).toEqual(between(browser, app));
  expect(await arrowOf(page, "Authorization request")).toEqual(between(browser, asana));
  expect(await arrowOf(page, "Token request")).toEqual(between(app, asana));
});

test("signing in once more comes back to the page, with another sign-in", async () => {
  const { page } = await open({});
  const before = await page.getByRole("main").innerText();

  await page.getByRole("link", { name: "Sign in once more" }).click();

  await arrivesAt(page, "What just happened");
  expect(await page.getByRole("main").innerText()).not.toBe(before);
});

test("signed out, the page leads to the button", async () => {
  const { app } = await aSetUp();
  const page = await chromium.openTab();

  await page.goto(app.origin + path);

  expect(await signInLink(page).isVisible()).toBe(true);
});

/** Signs in, or signs in again with these switches, and opens the page. */
async function open({
  switches,
  javaScriptEnabled = true,
}: {
  switches?: Partial<Switches> | undefined;
  javaScriptEnabled?: boolean;
}) {
  const setUp: SetUp = await aSetUp();
  const page = await chromium.openTab({ javaScriptEnabled });
  await signIn(page, setUp, { returnTo: path });
  if (switches) {
    setUp.sandbox.setSwitches(switches);
    await page.goto(`${setUp.app.origin}/auth/login`);
  }
  const complaints = complaintsOf(page.context(), setUp);
  await page.goto(setUp.app.origin + path);
  await arrivesAt(page, "What just happened");
  return { page, complaints };
}

async function unfold(page: Page): Promise<void> {
  await page.locator("details").evaluateAll((all) => {
    for (const details of all) details.setAttribute("open", "");
  });
}

/** Both ends of the arrow of a step. */
async function arrowOf(page: Page, title: string): Promise<{ left: number; right: number }> {
  const step = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: title }) });
  return step.locator(".arrow").evaluate((arrow) => {
    const { left, right } = arrow.getBoundingClientRect();
    return { left, right };
  });
}

function between(left: number, right: number) {
  return { left: expect.closeTo(left, -0.5), right: expect.closeTo(right, -0.5) };
}

function rotatedKeysAndNoUserInfo(): Partial<Switches> {
  return { rotateKeys: "now", fail: { endpoint: "userinfo", kind: 500, times: 1 } };
}
