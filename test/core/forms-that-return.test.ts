import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { aFormSetUp, submit } from "../support/forms.ts";
import { probePath } from "../support/probe.ts";
import { resultOf } from "../support/shown.ts";
import { signIn } from "../support/sign-in.ts";
import { rowCounts } from "../support/store-place.ts";

const send = "Send";

test("a page that was sent before and is filled in anew is shown again with the new words, not sent", async () => {
  const { browser, open, changes } = await aFormSetUp();
  const form = await open(probePath);
  await submit(browser, form, send, { name: "The first" });

  const { after } = await submit(browser, form, send, { name: "Quite another" });
  const sent = changes().length;
  const third = await submit(browser, after, send);

  expect(resultOf(after).says).toContain("was sent before with other words");
  expect(after.text).toContain('value="Quite another"');
  expect(sent).toBe(1);
  expect(resultOf(third.after).says).toBe("It was sent.");
  expect(changes()).toHaveLength(2);
});

test("a form that is under way while its person allows more ends with its result", async () => {
  const { app, sandbox, browser, open, changes } = await aFormSetUp();
  const form = await open(probePath);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 1_000, method: "POST" } });

  const underWay = browser.press(form, send, { name: "Sent meanwhile" });
  while ((await rowCounts(app)).forms === 0) await setTimeout(10);
  await signIn(browser, { app, sandbox });
  const { headers } = await underWay;
  const after = await browser.open(app.origin + headers.location);

  expect(resultOf(after).says).toBe("It was sent.");
  expect(changes()).toEqual(["POST /tasks"]);
});
