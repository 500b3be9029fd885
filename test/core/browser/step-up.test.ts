import { describe, expect, test } from "@jest/globals";
import { addressOf, button, changesAt, textOf } from "../../support/browser/steps.ts";
import { aVisit } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probePermission } from "../../support/probe.ts";

const chromium = aChromium();
const form = "Send";

const rows = [probePath, `${probePath}?show=all`];

describe.each(rows)("the form on %s", (address) => {
  test("the page says why it asks, Asana asks for what it has and for this, and the person is back on the page", async () => {
    const { setUp, page, complaints } = await aVisit(chromium, address);
    const part = page.getByRole("main");
    const why = await part.innerText();
    const before = await button(page, form).count();

    await part.getByRole("link", { name: "Allow it at Asana" }).click();
    const consent = await textOf(page);
    await button(page, "Allow").click();
    await button(page, form).waitFor();

    expect(why).toMatch(/To .* in your name, this app needs to /);
    expect(why).toContain(probePermission.scope);
    expect(before).toBe(0);
    for (const one of [
      "openid",
      "users:read",
      "workspaces:read",
      "tasks:read",
      probePermission.scope,
    ]) {
      expect(consent).toContain(one);
    }
    expect(addressOf(page)).toBe(address);
    expect(changesAt(setUp)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("who presses Deny comes back to the page, which says so and can be read as before", async () => {
    const { setUp, page, complaints } = await aVisit(chromium, address);
    const part = page.getByRole("main");
    await part.getByRole("link", { name: "Allow it at Asana" }).click();

    await button(page, "Deny").click();
    await page.getByText("Nothing has changed: you did not allow more").waitFor();

    expect(new URL(page.url()).pathname).toBe(address.replace(/\?.*/, ""));
    expect(await textOf(page)).toContain("Example Organization");
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
  const before = await page.getByRole("list", { name: "What each part needs" }).innerText();
  await page.getByRole("link", { name: /^Allow\W+The probe's form$/ }).click();
  await button(page, "Allow").click();
  await page.waitForURL(`${setUp.app.origin}/profile`);

  const list = await page.getByRole("list", { name: "What each part needs" }).innerText();
  await page.goto(setUp.app.origin + probePath);

  expect(before).toMatch(/The probe's form\s+tasks:write\s+Allow/);
  expect(list).toMatch(/The probe's form\s+tasks:write\s+granted/);
  expect(await button(page, form).isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

test("who presses Deny on the way from the profile is told there that nothing has changed", async () => {
  const { page, complaints } = await aVisit(chromium, "/profile");
  await page.getByRole("link", { name: /^Allow\W+The probe's form$/ }).click();

  await button(page, "Deny").click();

  await page.getByText("Nothing has changed: you did not allow more").waitFor();
  expect(new URL(page.url()).pathname).toBe("/profile");
  expect(complaints).toEqual([]);
});
