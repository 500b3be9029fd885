import { describe, expect, test } from "@jest/globals";
import { taskPath, tasksPath } from "../../../src/features/tasks/task-addresses.ts";
import { addressOf, button, changesAt, textOf } from "../../support/browser/steps.ts";
import { aVisit } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { welcomeText } from "./task-steps.ts";

const chromium = aChromium();
const task = taskPath(welcomeText.gid);

const rows = [
  { page: tasksPath, section: "Create a task", scope: "tasks:write", form: "Create task" },
  {
    page: `${tasksPath}?show=all`,
    section: "Create a task",
    scope: "tasks:write",
    form: "Create task",
  },
  { page: task, section: "Change it", scope: "tasks:write", form: "Rename" },
  { page: task, section: "Comments", scope: "stories:write", form: "Comment" },
  { page: `${task}/delete`, section: undefined, scope: "tasks:delete", form: "Delete the task" },
] as const;

describe.each(rows)("$form on $page", ({ page: address, section, scope, form }) => {
  test("the page says why it asks, Asana asks for what it has and for this, and the person is back on the page", async () => {
    const { setUp, page, complaints } = await aVisit(chromium, address);
    const part = section ? page.getByRole("region", { name: section }) : page.getByRole("main");
    const why = await part.innerText();
    const before = await button(page, form).count();

    await part.getByRole("link", { name: "Allow it at Asana" }).click();
    const consent = await textOf(page);
    await button(page, "Allow").click();
    await button(page, form).waitFor();

    expect(why).toMatch(/To .* in your name, this app needs to /);
    expect(why).toContain(scope);
    expect(before).toBe(0);
    for (const one of ["openid", "users:read", "workspaces:read", "tasks:read", scope]) {
      expect(consent).toContain(one);
    }
    expect(addressOf(page)).toBe(address);
    expect(changesAt(setUp)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("who presses Deny comes back to the page, which says so and can be read as before", async () => {
    const { setUp, page, complaints } = await aVisit(chromium, address);
    const part = section ? page.getByRole("region", { name: section }) : page.getByRole("main");
    await part.getByRole("link", { name: "Allow it at Asana" }).click();

    await button(page, "Deny").click();
    await page.getByText("Nothing has changed: you did not allow more").waitFor();

    expect(new URL(page.url()).pathname).toBe(address.replace(/\?.*/, ""));
    expect(await textOf(page)).toContain(welcomeText.name);
    expect(await textOf(page)).not.toMatch(/access_denied|error/i);
    expect(await button(page, form).count()).toBe(0);
    await part.getByRole("link", { name: "Allow it at Asana" }).click();
    await button(page, "Allow").click();
    await button(page, form).waitFor();
    expect(await page.getByText("you did not allow more").count()).toBe(0);
    expect(changesAt(setUp)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test("a permission given on the profile stands there as granted, and the page that needs it asks no more", async () => {
  const { setUp, page, complaints } = await aVisit(chromium, "/profile");
  await page.getByRole("link", { name: /^Allow\W+Comments$/ }).click();
  await button(page, "Allow").click();
  await page.waitForURL(`${setUp.app.origin}/profile`);

  const needs = await page.getByRole("list", { name: "What each part needs" }).innerText();
  await page.goto(setUp.app.origin + task);

  expect(needs).toMatch(/Comments\s+stories:read stories:write\s+granted/);
  expect(needs).toMatch(/Delete tasks\s+tasks:delete\s+Allow/);
  expect(await button(page, "Comment").isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});
