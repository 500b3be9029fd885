import { describe, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { tabTo } from "../../support/browser/keyboard.ts";
import {
  ana,
  arrivesAt,
  button,
  changesAt,
  type SetUp,
  signInLink,
  textOf,
} from "../../support/browser/steps.ts";
import { aChromium } from "../../support/chromium.ts";
import { aSetUp } from "../../support/sign-in.ts";

const chromium = aChromium();

describe.each([
  ["with JavaScript", true],
  ["with JavaScript off", false],
])("%s, by keyboard alone", (_circumstance, javaScriptEnabled) => {
  test("a person creates, renames, completes, reopens, comments on and deletes a task, and the browser finds no fault", async () => {
    const { setUp, page, complaints } = await atTheTasks(javaScriptEnabled);

    const created = await create(page);
    const renamed = await rename(page);
    const completed = await pressAndRead(page, "Complete", "The task is completed.");
    const reopened = await pressAndRead(page, "Reopen", "The task is open again.");
    const commented = await comment(page);
    const { asked, deleted } = await deleteIt(page);

    for (const fact of ["The task was created.", "Home", "Dec 24, 2030", "All of them."]) {
      expect(created).toContain(fact);
    }
    expect(renamed).toContain("The task was renamed.");
    expect(completed).toMatch(/State\s+Completed/);
    expect(reopened).toMatch(/State\s+Open/);
    expect(commented).toMatch(/Ana Everyday \(you\), .*\s+Done on Monday\nand on Friday\./);
    expect(asked).toContain("Water the tulips");
    expect(asked).toContain("Asana keeps it in the trash for 30 days.");
    expect(deleted).toContain("The task was deleted.");
    expect(await page.getByRole("link", { name: "Water the tulips" }).count()).toBe(0);
    expect(changesAt(setUp).map((change) => change.replace(/\d+/, "{gid}"))).toEqual([
      "POST /tasks",
      "PUT /tasks/{gid}",
      "PUT /tasks/{gid}",
      "PUT /tasks/{gid}",
      "POST /tasks/{gid}/stories",
      "DELETE /tasks/{gid}",
    ]);
    expect(complaints).toEqual([]);
  });

  test("a person looks for tasks in one workspace, completed ones too, opens one and unfolds its requests", async () => {
    const { page, complaints } = await atTheTasks(javaScriptEnabled);
    const returned = page.getByRole("link", { name: "Return the books", exact: true });

    await type(page, page.getByLabel("Workspace").first(), "Home");
    await type(page, page.getByLabel("Show"), "Open and");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await returned.waitFor();
    const shown = await textOf(page);
    await press(page, returned);
    await arrivesAt(page, "Return the books");
    const read = page.getByRole("listitem").filter({ hasText: /\/tasks\/\d+\?/ });
    await press(page, read.getByText("Answer as JSON"));
    await read.getByText('"completed": true').waitFor();
    await press(page, read.getByText("The same with curl"));
    await read.getByText("Authorization: Bearer").waitFor();
    await press(page, page.getByRole("link", { name: "Back to your tasks" }));
    await arrivesAt(page, "Your tasks");

    expect(shown).toContain("Plant the tulips");
    expect(shown).not.toContain("Write the welcome text");
    expect(complaints).toEqual([]);
  });
});

async function atTheTasks(
  javaScriptEnabled: boolean,
): Promise<{ setUp: SetUp; page: Page; complaints: readonly string[] }> {
  const setUp = await aSetUp();
  const page = await chromium.openTab({ javaScriptEnabled });
  const complaints = complaintsOf(page.context(), setUp);
  await page.goto(`${setUp.app.origin}/?returnTo=/demo`);
  await press(page, signInLink(page));
  await press(page, button(page, ana));
  await press(page, button(page, "Allow"));
  await arrivesAt(page, "Your tasks");
  return { setUp, page, complaints };
}

async function create(page: Page): Promise<string> {
  await allowMore(page);
  await type(page, page.getByLabel("Name"), "Water the plants");
  await type(page, page.getByLabel("Workspace").last(), "Home");
  await type(page, page.getByLabel("Due date"), "12242030");
  await type(page, page.getByLabel("Notes"), "All of them.");
  await press(page, button(page, "Create task"));
  await arrivesAt(page, "Water the plants");
  return textOf(page);
}

async function rename(page: Page): Promise<string> {
  await tabTo(page, page.getByLabel("New name"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Water the tulips");
  await page.keyboard.press("Enter");
  await arrivesAt(page, "Water the tulips");
  return textOf(page);
}

async function pressAndRead(page: Page, name: string, done: string): Promise<string> {
  await press(page, button(page, name));
  await page.getByText(done).waitFor();
  return textOf(page);
}

async function comment(page: Page): Promise<string> {
  await allowMore(page);
  await type(page, page.getByLabel("Your comment"), "Done on Monday");
  await page.keyboard.press("Enter");
  await page.keyboard.type("and on Friday.");
  return pressAndRead(page, "Comment", "Your comment was added.");
}

async function deleteIt(page: Page): Promise<{ asked: string; deleted: string }> {
  await press(page, page.getByRole("link", { name: "Delete…" }));
  await arrivesAt(page, "Delete this task?");
  const asked = await textOf(page);
  await allowMore(page);
  await press(page, button(page, "Delete the task"));
  await arrivesAt(page, "Your tasks");
  return { asked, deleted: await textOf(page) };
}

/** Follows the page's link that asks for what it needs, and allows it. */
async function allowMore(page: Page): Promise<void> {
  await press(page, page.getByRole("link", { name: "Allow it at Asana" }));
  await press(page, button(page, "Allow"));
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  const isButton = await target.evaluate((element) => element.matches("button"));
  await page.keyboard.press(isButton ? "Space" : "Enter");
}

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}
