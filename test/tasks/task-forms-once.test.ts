import { describe, expect, test } from "@jest/globals";
import { taskPath, tasksPath } from "../../src/features/tasks/task-addresses.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { resultOf } from "../support/shown.ts";

const organization = "1201000000000101";
const welcomePage = taskPath("1201000000000401");

/** So slow that a second click arrives before the first is done. */
const slowly = { slow: { endpoint: "rest", ms: 200 } } as const;

const forms = [
  {
    button: "Create task",
    page: tasksPath,
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
    sandbox.setSwitches(slowly);

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
