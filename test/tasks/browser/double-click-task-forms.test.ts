import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { taskPath, tasksPath } from "../../../src/features/tasks/task-addresses.ts";
import { addressOf, arrivesAt, button, changesAt, textOf } from "../../support/browser/steps.ts";
import { aVisitWithEveryPermission } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { welcomeText } from "./task-steps.ts";

const chromium = aChromium();
const task = taskPath(welcomeText.gid);

interface FormRow {
  readonly form: string;
  readonly address: string;
  fill(page: Page): Promise<void>;
  readonly call: string;
  readonly done: string;
}

const rows: readonly FormRow[] = [
  {
    form: "Create task",
    address: tasksPath,
    fill: (page) => page.getByLabel("Name").fill("Water the plants"),
    call: "POST /tasks",
    done: "The task was created.",
  },
  {
    form: "Rename",
    address: task,
    fill: (page) => page.getByLabel("New name").fill("Write it"),
    call: `PUT /tasks/${welcomeText.gid}`,
    done: "The task was renamed.",
  },
  {
    form: "Complete",
    address: task,
    fill: async () => undefined,
    call: `PUT /tasks/${welcomeText.gid}`,
    done: "The task is completed.",
  },
  {
    form: "Comment",
    address: task,
    fill: (page) => page.getByLabel("Your comment").fill("Done"),
    call: `POST /tasks/${welcomeText.gid}/stories`,
    done: "Your comment was added.",
  },
  {
    form: "Delete the task",
    address: `${task}/delete`,
    fill: async () => undefined,
    call: `DELETE /tasks/${welcomeText.gid}`,
    done: "The task was deleted.",
  },
];

describe.each(rows)("“$form”", ({ form, address, fill, call, done }) => {
  test("sent twice by a double click is done once", async () => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, address);
    const sent = submissionsOf(page);
    await fill(page);
    setUp.sandbox.setSwitches(slow);

    await button(page, form).scrollIntoViewIfNeeded();
    const { x, y } = (await button(page, form).boundingBox()) ?? { x: 0, y: 0 };
    await twice(page, () => page.mouse.click(x + 5, y + 5));

    await page.getByText(done).waitFor();
    expect(sent).toHaveLength(2);
    expect(changesAt(setUp)).toEqual([call]);
    expect(complaints).toEqual([]);
  });

  test("is not done again by a reload, nor by Back and Forward", async () => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, address);
    await fill(page);
    await button(page, form).click();
    await page.getByText(done).waitFor();
    const after = addressOf(page);

    await page.reload();
    await page.getByText(done).waitFor();
    await page.goBack();
    await page.goForward();
    await page.getByText(done).waitFor();

    expect(addressOf(page)).toBe(after);
    expect(changesAt(setUp)).toEqual([call]);
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  });
});

test("Enter pressed twice in a field creates one task", async () => {
  const { setUp, page } = await aVisitWithEveryPermission(chromium, tasksPath);
  const sent = submissionsOf(page);
  setUp.sandbox.setSwitches(slow);
  await page.getByLabel("Name").fill("Water the plants");

  await twice(page, () => page.keyboard.press("Enter"));

  await arrivesAt(page, "Water the plants");
  expect(sent).toHaveLength(2);
  expect(changesAt(setUp)).toEqual(["POST /tasks"]);
});

test("Back after creating a task shows the list with the task, and the form makes another one", async () => {
  const { setUp, page } = await aVisitWithEveryPermission(chromium, tasksPath);
  for (const name of ["Water the plants", "Water the tulips"]) {
    await page.getByLabel("Name").fill(name);
    await button(page, "Create task").click();
    await arrivesAt(page, name);
    await page.goBack();
    await arrivesAt(page, "Your tasks");
  }

  expect(await textOf(page)).toMatch(/Water the plants[\s\S]*Water the tulips/);
  expect(changesAt(setUp)).toEqual(["POST /tasks", "POST /tasks"]);
});

/** Long enough for a second click before the first has led away. */
const slow = { slow: { endpoint: "rest", ms: 1_500 } } as const;

/** Once more as soon as the first is under way: of two at once, Chromium sends one. */
async function twice(page: Page, send: () => Promise<void>): Promise<void> {
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await send();
  await sent;
  await send();
}

/** The forms that the browser sends from now on. */
function submissionsOf(page: Page): readonly string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  return sent;
}
