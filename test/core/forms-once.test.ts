import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import { startApp } from "../support/app.ts";
import { formWith } from "../support/browser.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { until } from "../support/process.ts";
import { allScopes } from "../support/sandbox-client.ts";
import { resultOf } from "../support/shown.ts";

const organization = "1201000000000101";
const welcomePage = "/demo/tasks/1201000000000401";

/** So slow that a second click arrives before the first is done. */
const slowChanges = (ms: number): Partial<Switches> => ({ slow: { endpoint: "rest", ms } });

const forms = [
  {
    button: "Create task",
    page: "/demo",
    typed: { name: "Only one", workspace: organization },
    does: "POST /tasks",
  },
  {
    button: "Rename",
    page: welcomePage,
    typed: { name: "Once" },
    does: "PUT /tasks/1201000000000401",
  },
  { button: "Complete", page: welcomePage, typed: {}, does: "PUT /tasks/1201000000000401" },
  {
    button: "Comment",
    page: welcomePage,
    typed: { text: "Once" },
    does: "POST /tasks/1201000000000401/stories",
  },
  {
    button: "Delete the task",
    page: `${welcomePage}/delete`,
    typed: {},
    does: "DELETE /tasks/1201000000000401",
  },
] as const;

describe.each(forms)("the form with $button", ({ button, page, typed, does }) => {
  test("sent twice at the same time does it once, and both lead to the same page", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(page);
    sandbox.setSwitches(slowChanges(200));

    const answers = await Promise.all([
      browser.press(form, button, typed),
      browser.press(form, button, typed),
    ]);

    const [one, other] = answers.map(({ headers }) => headers.location);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(one).toBe(other);
    expect(changes()).toEqual([does]);
    expect(resultOf(await open(one ?? "")).heading).toBe("Done");
  });

  test("sent again later does nothing, and leads to the same page", async () => {
    const { browser, open, changes } = await aFormSetUp();
    const form = await open(page);

    const first = await browser.press(form, button, typed);
    const again = await browser.press(form, button, typed);

    expect(again.headers.location).toBe(first.headers.location);
    expect(changes()).toEqual([does]);
  });

  test("is not sent again when the page after it is loaded again", async () => {
    const { browser, open, changes } = await aFormSetUp();

    const { location, after } = await submit(browser, await open(page), button, typed);
    const reloaded = await open(location);

    expect(resultOf(reloaded)).toEqual(resultOf(after));
    expect(changes()).toEqual([does]);
  });
});

describe("two processes on one store", () => {
  test("that get the same form at the same time do it once", async () => {
    const { app, sandbox, browser, open, changes } = await aFormSetUp();
    const other = await startApp({
      settings: { ...sandbox.settings, ASANA_SCOPES: allScopes },
      databaseFile: app.databaseFile,
    });
    const form = await open("/demo");
    const { action, hidden } = formWith(form.text, "Create task");
    const fields = { ...hidden, name: "Only one", workspace: organization };
    sandbox.setSwitches(slowChanges(200));

    const answers = await Promise.all([
      browser.post(app.origin + action, fields),
      browser.post(other.origin + action, fields),
    ]);

    const [one, two] = answers.map(({ headers }) => headers.location);
    expect([one, one]).toEqual([expect.stringContaining("/demo/tasks/"), two]);
    expect(changes()).toEqual(["POST /tasks"]);
  });

  test("say that it is under way to whoever has waited long enough, then what came of it", async () => {
    const { app, sandbox, browser, open, changes } = await aFormSetUp();
    const impatient = await startApp({
      settings: { ...sandbox.settings, ASANA_SCOPES: allScopes },
      databaseFile: app.databaseFile,
      pageTimeMs: 1_000,
    });
    const form = await open(welcomePage);
    const { action, hidden } = formWith(form.text, "Comment");
    const fields = { ...hidden, text: "Only once" };
    sandbox.setSwitches({ slow: { endpoint: "rest", ms: 3_000, method: "POST" } });

    const first = browser.post(app.origin + action, fields);
    await until(() => changes().length === 1);
    const second = await browser.post(impatient.origin + action, fields);
    const meanwhile = await browser.open(impatient.origin + second.headers.location);
    await first;
    const afterwards = await open(second.headers.location ?? "");

    expect(resultOf(meanwhile).says).toContain("This was sent, and Asana has not answered yet");
    expect(resultOf(afterwards)).toMatchObject({
      says: "Your comment was added. Asana names Ana Everyday as its author.",
    });
    expect(changes()).toHaveLength(1);
  });
});

test("a second click while Asana is slow waits for the first", async () => {
  const { sandbox, browser, open, changes } = await aFormSetUp();
  const form = await open(welcomePage);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 700, method: "POST" } });

  const first = browser.press(form, "Comment", { text: "Once" });
  await until(() => changes().length === 1);
  const second = await submit(browser, form, "Comment", { text: "Once" });

  expect(second.location).toBe((await first).headers.location);
  expect(resultOf(second.after)).toMatchObject({ heading: "Done" });
  expect(changes()).toHaveLength(1);
});

test("a form that was begun longer ago than a page may take is not waited for", async () => {
  let time = Date.now();
  const { app, sandbox, browser, open, changes } = await aFormSetUp({ now: () => time });
  const form = await open(welcomePage);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 12_000, method: "POST" } });
  const neverHeardOf = browser.press(form, "Comment", { text: "Once" }).catch(() => "cut off");
  await until(() => changes().length === 1);
  time += 14_000;

  const start = performance.now();
  const { after } = await submit(browser, form, "Comment", { text: "Once" });

  expect(performance.now() - start).toBeLessThan(10_000);
  expect(resultOf(after).says).toContain("This was sent, and Asana has not answered yet");
  expect(changes()).toHaveLength(1);
  await app.stop();
  await neverHeardOf;
});

test("two forms of one page are two: both are done", async () => {
  const { browser, open, changes } = await aFormSetUp();
  const page = await open(welcomePage);

  await browser.press(page, "Rename", { name: "Both" });
  await browser.press(page, "Comment", { text: "Both" });

  expect(changes()).toHaveLength(2);
});

test("a form that failed is shown again with another key, and works when sent again", async () => {
  const { sandbox, browser, open, ask } = await aFormSetUp();
  sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 1, method: "PUT" } });

  const page = await open(welcomePage);
  const failed = await submit(browser, page, "Rename", { name: "At last" });
  const { after } = await submit(browser, failed.after, "Rename");

  expect(resultOf(failed.after).heading).toBe("That did not work");
  expect(resultOf(after)).toMatchObject({
    heading: "Done",
    says: "The task was renamed. Open it at Asana",
  });
  expect((await ask("/tasks/1201000000000401")).data.name).toBe("At last");
});
