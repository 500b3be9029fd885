import { expect, test } from "@jest/globals";
import { startApp } from "../../support/app.ts";
import { barriersOf, fourLooks } from "../../support/browser/barriers.ts";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import { keepPictures } from "../../support/browser/looks.ts";
import { sidewaysOn } from "../../support/browser/sideways.ts";
import { addressOf, arrivesAt, mira, signIn } from "../../support/browser/steps.ts";
import { aVisit } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSandbox } from "../../support/sandbox-client.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();
const path = "/methods";

test("an administrator reads the four methods by their headings, each a region of its name", async () => {
  const { page, complaints } = await aVisit(chromium, path);

  const headings = await page.getByRole("main").getByRole("heading", { level: 2 }).allInnerTexts();
  const methods = ["OpenID Connect", "OAuth", "Personal access token", "Service account"];
  expect(headings.slice(0, methods.length)).toEqual(methods);
  const says = async (name: string) => page.getByRole("region", { name, exact: true }).innerText();
  expect(await says("Personal access token")).toContain("Taskbot");
  expect(await says("Service account")).toContain("1 organization, with everything in it");
  expect(complaints).toEqual([]);
});

test("somebody else reads two, and goes on to their profile with the keyboard, without JavaScript", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab({ javaScriptEnabled: false });
  const complaints = complaintsOf(page.context(), setUp);
  await signIn(page, setUp, { returnTo: path, person: mira });

  expect(await page.getByRole("region").count()).toBe(2);
  await tabTo(page, page.getByRole("link", { name: "Your profile" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(`${setUp.app.origin}/profile`);

  expect(addressOf(page)).toBe("/profile");
  expect(complaints).toEqual([]);
});

test.each(["tokens in each other's place", "no tokens of its own"])(
  "with %s it has no barrier and needs no sideways scrolling",
  async (circumstance) => {
    const sandbox = await aSandbox();
    const { ASANA_PAT: bot, ASANA_SERVICE_ACCOUNT_TOKEN: service, ...others } = sandbox.settings;
    const swapped = { ...others, ASANA_PAT: service, ASANA_SERVICE_ACCOUNT_TOKEN: bot };
    const settings = circumstance === "no tokens of its own" ? others : swapped;
    const setUp = { sandbox, app: await startApp({ settings }) };
    const page = await chromium.openTab();
    await signIn(page, setUp, { returnTo: path });
    await arrivesAt(page, "The four methods at work");

    const barriers = await barriersOf(page, fourLooks);
    await keepPictures(page, `methods with ${circumstance}`);
    const sideways = await sidewaysOn(page);

    expect({ barriers, sideways }).toEqual({ barriers: [], sideways: [] });
  },
);
