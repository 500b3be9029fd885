import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { permissionAddress } from "../../../src/web/who-may/permission-request.ts";
import { complaintsOf } from "../../support/browser/complaints.ts";
import { addressOf, arrivesAt, button, type SetUp, textOf } from "../../support/browser/steps.ts";
import { aVisit, type Visit } from "../../support/browser/visit.ts";
import { aChromium } from "../../support/chromium.ts";
import { probePath, probePermission, probeTitle } from "../../support/probe.ts";

const chromium = aChromium();
const workspace = "Example Organization";

interface Experiment {
  readonly experiment: string;
  readonly outcome: string;
  /** What somebody sees in the app's tab, who has the list of workspaces there. */
  see(visit: Visit): Promise<void>;
}

const experiments: readonly Experiment[] = [
  {
    experiment: "Let the access token expire",
    outcome: "the app gets a new one by itself",
    async see({ page, setUp, complaints }) {
      await page.reload();
      expect(await textOf(page)).toContain(workspace);
      await page.goto(`${setUp.app.origin}/profile`);
      expect(await textOf(page)).toMatch(/Access token refreshed\s+once/);
      expect(complaints).toEqual([]);
    },
  },
  {
    experiment: "Take the access away",
    outcome: "the app offers to connect again, and leads back",
    async see({ page }) {
      await page.reload();
      await arrivesAt(page, "Connect to Asana again");
      await page.getByRole("link", { name: "Connect to Asana again" }).click();
      await button(page, "Allow").click();
      await arrivesAt(page, probeTitle);
      expect(addressOf(page)).toBe(probePath);
      expect(await textOf(page)).toContain(workspace);
    },
  },
  {
    experiment: "Let Asana be slow",
    outcome: "the page takes longer",
    async see({ page, complaints }) {
      const start = performance.now();
      await page.reload();
      expect(await textOf(page)).toContain(workspace);
      expect(performance.now() - start).toBeGreaterThan(3_000);
      expect(complaints).toEqual([]);
    },
  },
  {
    experiment: "Hit the rate limit",
    outcome: "the page says how long to wait",
    async see({ page, setUp, complaints }) {
      await page.reload();
      await arrivesAt(page, "Asana asks for a pause");
      expect(await textOf(page)).toContain("Wait 30 seconds");
      setUp.sandbox.setSwitches({ force429: 0 });
      await page.getByRole("link", { name: "Try again" }).click();
      await page.getByText(workspace).first().waitFor();
      expect(complaints.filter((complaint) => !/\b503\b/.test(complaint))).toEqual([]);
    },
  },
  {
    experiment: "Rotate refresh tokens",
    outcome: "the app is still connected after its token has expired twice",
    async see({ page, setUp, complaints }) {
      for (const _ of [1, 2]) {
        await experimentWith(page, setUp, "Let the access token expire");
        await page.reload();
        expect(await textOf(page)).toContain(workspace);
      }
      await page.goto(`${setUp.app.origin}/profile`);
      expect(await textOf(page)).toMatch(/Access token refreshed\s+2 times/);
      expect(complaints).toEqual([]);
    },
  },
];

test.each(experiments)("“$experiment”: $outcome", async ({ experiment, see }) => {
  const visit = await aVisit(chromium, probePath);

  await experimentWith(visit.page, visit.setUp, experiment);

  await see(visit);
});

test("every page of the sandbox leads to its controls, and the browser finds no fault there", async () => {
  const { page, setUp } = await aVisit(chromium, probePath);
  const { sandbox, app } = setUp;
  const complaints = complaintsOf(page.context(), setUp);
  const signInAgain = permissionAddress(probePermission, probePath);
  const pages = ["/", "/apps", "/0/my-apps", "/1/2/task/3", "/sandbox/controls"].map(
    (path) => sandbox.origin + path,
  );

  for (const address of [...pages, app.origin + signInAgain]) {
    await page.goto(address);
    await page.getByRole("link", { name: "How the sandbox behaves" }).click();
    await arrivesAt(page, "How the sandbox behaves");
  }
  await page.goto(app.origin + signInAgain);
  await page.getByRole("link", { name: "Use another person" }).click();
  await arrivesAt(page, "Sign in to the sandbox");
  await page.getByRole("link", { name: "How the sandbox behaves" }).click();
  await arrivesAt(page, "How the sandbox behaves");

  expect(complaints).toEqual([]);
});

/** In another tab, at the sandbox's own page. */
async function experimentWith(page: Page, { sandbox }: SetUp, name: string): Promise<void> {
  const tab = await page.context().newPage();
  await tab.goto(`${sandbox.origin}/sandbox/controls`);
  await button(tab, name).click();
  await tab.getByRole("status").waitFor();
  await tab.close();
}
