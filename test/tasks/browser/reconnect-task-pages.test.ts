import { describe, expect, test } from "@jest/globals";
import { taskPath, tasksPath } from "../../../src/features/tasks/task-addresses.ts";
import { deauthorize, isOfServer } from "../../support/browser/deauthorize.ts";
import { addressOf, arrivesAt, button, changesAt, textOf } from "../../support/browser/steps.ts";
import { aVisitWithEveryPermission } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { welcomeText } from "./task-steps.ts";

const chromium = aChromium();
const task = taskPath(welcomeText.gid);

interface FormRow {
  readonly form: string;
  readonly address: string;
  /** By label, what is typed or chosen. */
  readonly typed: Readonly<Record<string, string>>;
  readonly done: string;
}

const forms: readonly FormRow[] = [
  {
    form: "Create task",
    address: tasksPath,
    typed: {
      Name: 'Say "hello" & <wave>',
      "Due date": "2030-12-24",
      Notes: "One line,\nand another.",
    },
    done: "The task was created.",
  },
  {
    form: "Rename",
    address: task,
    typed: { "New name": "Write the farewell text" },
    done: "The task was renamed.",
  },
  {
    form: "Comment",
    address: task,
    typed: { "Your comment": "I began on Monday.\n\nWho helps?" },
    done: "Your comment was added.",
  },
];

test.each(forms)(
  "what was typed for “$form” survives a withdrawn access: shown again, and sent when the button is pressed",
  async ({ form, address, typed, done }) => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, address);
    for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
    await deauthorize(page, setUp);

    await button(page, form).click();
    await arrivesAt(page, "Connect to Asana again");
    const told = await textOf(page);
    const refused = changesAt(setUp).length;
    await page.getByRole("link", { name: "Connect to Asana again" }).click();
    await button(page, "Allow").click();
    await button(page, form).waitFor();
    const shownAgain = await textOf(page);
    const sentByItself = changesAt(setUp).slice(refused);
    const stillThere = await Promise.all(
      Object.keys(typed).map((label) => page.getByLabel(label).inputValue()),
    );
    await button(page, form).click();
    await page.getByText(done).waitFor();

    expect(told).toContain("What you typed is kept for ten minutes.");
    expect(new URL(page.url()).origin).toBe(setUp.app.origin);
    expect(stillThere).toEqual(Object.values(typed));
    expect(shownAgain).toContain("That did not work");
    expect(shownAgain).toContain("nothing was done");
    expect(sentByItself).toEqual([]);
    expect(changesAt(setUp)).toHaveLength(refused + 1);
    expect(complaints.filter(isOfServer)).toEqual([]);
  },
);

describe("access taken away while somebody reads", () => {
  test.each([
    tasksPath,
    `${tasksPath}?workspace=9007199254740995&show=all`,
    task,
    `${task}/delete`,
  ])("%s offers to connect again, and leads back to the same page", async (address) => {
    const { setUp, page, complaints } = await aVisitWithEveryPermission(chromium, address);
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    await deauthorize(page, setUp);

    await page.reload();
    await arrivesAt(page, "Connect to Asana again");
    await page.getByRole("link", { name: "Connect to Asana again" }).click();
    await button(page, "Allow").click();

    await arrivesAt(page, heading);
    expect(addressOf(page)).toBe(address);
    expect(complaints.filter(isOfServer)).toEqual([]);
  });

  test("who denies it then is still signed in, and can go on where they were", async () => {
    const { setUp, page } = await aVisitWithEveryPermission(chromium, task);
    await deauthorize(page, setUp);
    await page.reload();
    await page.getByRole("link", { name: "Connect to Asana again" }).click();

    await button(page, "Deny").click();

    await arrivesAt(page, "Welcome back");
    expect(await textOf(page)).toContain("Nothing has changed: you are still signed in.");
    expect(await button(page, "Sign out").count()).toBe(1);
  });
});
