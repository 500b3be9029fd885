import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { taskPath, tasksPath } from "../../src/features/tasks/task-addresses.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { resultOf } from "../support/shown.ts";
import { signIn } from "../support/sign-in.ts";
import { rowCounts } from "../support/store-place.ts";

const organization = "1201000000000101";
const welcomePage = taskPath("1201000000000401");

test("a page that was sent before and is filled in anew is shown again with the new words, not sent", async () => {
  const { browser, open, changes } = await aFormSetUp();
  const form = await open(tasksPath);
  await submit(browser, form, "Create task", { name: "The first", workspace: organization });

  const second = { name: "Quite another", workspace: organization };
  const { after } = await submit(browser, form, "Create task", second);
  const sent = changes().length;
  const third = await submit(browser, after, "Create task", {});

  expect(resultOf(after).says).toContain("was sent before with other words");
  expect(after.text).toContain('value="Quite another"');
  expect(sent).toBe(1);
  expect(resultOf(third.after).says).toContain("The task was created.");
  expect(third.after.text).toContain("<bdi>Quite another</bdi>");
});

test("a form that is under way while its person allows more ends with its result", async () => {
  const { app, sandbox, browser, open } = await aFormSetUp();
  const form = await open(welcomePage);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 1_000, method: "PUT" } });

  const underWay = browser.press(form, "Rename", { name: "Renamed meanwhile" });
  while ((await rowCounts(app)).forms === 0) await setTimeout(10);
  await signIn(browser, { app, sandbox });
  const { headers } = await underWay;
  const after = await browser.open(app.origin + headers.location);

  expect(resultOf(after).says).toContain("The task was renamed.");
  expect(after.text).toContain("<bdi>Renamed meanwhile</bdi>");
});

test("a comment of four thousand characters is accepted in any script", async () => {
  const { browser, open } = await aFormSetUp();
  const form = await open(welcomePage);

  const { after } = await submit(browser, form, "Comment", { text: "日".repeat(4_000) });

  expect(resultOf(after).says).toContain("Your comment was added.");
});
