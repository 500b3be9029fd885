import { expect, test } from "@jest/globals";
import { complaintsOf } from "../../support/browser/complaints.ts";
import {
  addressOf,
  arrivesAt,
  button,
  goToConsent,
  signInLink,
  textOf,
} from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probeTitle } from "../../support/probe.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

test("who presses Deny comes back to the start page, with a note and the button", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab();
  const complaints = complaintsOf(page.context(), setUp);
  await goToConsent(page, setUp);
  const before = setUp.sandbox.requests.length;

  await button(page, "Deny").click();

  await arrivesAt(page, "Sign in with Asana");
  const words = (await textOf(page)) + addressOf(page);
  expect(words).toContain("You were not signed in, and nothing was read.");
  expect(words).not.toMatch(/access_denied|denied|error|oauth|openid|state=|code=/i);
  expect(await signInLink(page).isVisible()).toBe(true);
  const after = setUp.sandbox.requests.slice(before).map(({ path }) => path);
  expect(after).toEqual(["/sandbox/consent"]); // and not the authorization endpoint once more
  expect(complaints).toEqual([]);
});

test("who pressed Deny can sign in after all, and gets to the page they wanted", async () => {
  const setUp = await aSetUp();
  const page = await chromium.openTab();
  await goToConsent(page, setUp, { returnTo: probePath });
  await button(page, "Deny").click();

  await signInLink(page).click();
  await button(page, "Allow").click();

  await arrivesAt(page, probeTitle);
});
