import { expect, test } from "@jest/globals";
import { Router } from "express";
import type { Permission } from "../../src/permissions.ts";
import type { Feature } from "../../src/web/feature.ts";
import { requirePermission } from "../../src/web/who-may/permission-request.ts";
import { page } from "../../src/web/who-may/row.ts";
import { probePath } from "../support/probe.ts";
import { allScopes } from "../support/sandbox-client.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

const failing: Feature = {
  name: "failing",
  belowPage() {
    throw new Error("the store fails here");
  },
  formFinished() {
    throw new Error("the store fails here");
  },
};

test("a feature that fails below a page costs neither the page nor an error page", async () => {
  const { app, browser } = await aSetUp({ features: [failing] });

  const [start, gone, file] = await Promise.all(
    ["/", "/nothing-here", "/css/nothing.css?result=x"].map((path) =>
      browser.get(app.origin + path),
    ),
  );

  expect([start?.status, gone?.status, file?.status]).toEqual([200, 404, 404]);
  expect(gone?.text).toContain("There is no such page");
  expect(file?.text).toContain("There is no such page");
  expect(app.log()).toContain("page-part.failed");
});

test("a feature that fails after a form leaves the form done, and its page told", async () => {
  const settings = { ASANA_SCOPES: allScopes };
  const setUp = await aSetUp({ settings, features: [failing] });
  const { app, browser } = setUp;
  await signIn(browser, setUp);
  const form = await browser.open(app.origin + probePath);

  const { status, headers } = await browser.press(form, "Send", { name: "Once" });
  const after = await browser.open(new URL(headers.location ?? "", app.origin).href);

  expect(status).toBe(303);
  expect(after.text).toContain("It was sent.");
  expect(app.log()).toContain("form-finished.failed");
});

test("a page whose permission no feature lists does not start: a person could never give it", async () => {
  const forgotten: Permission = {
    name: "forgotten",
    scope: "teams:read",
    page: "A page",
    why: "The page needs it.",
  };
  const feature: Feature = {
    name: "forgetful",
    rows: [page("/forgetful", "signed-in")],
    routes: (dependencies) =>
      Router().get("/forgetful", requirePermission(forgotten, dependencies)),
  };

  await expect(aSetUp({ features: [feature] })).rejects.toThrow(/forgotten: no feature lists it/);
});
