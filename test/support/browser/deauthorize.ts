import type { Page } from "playwright-core";
import { button, type SetUp } from "./steps.ts";

/** Takes the access away as people do it at Asana: in another tab, in the list of the apps that have access. */
export async function deauthorize(page: Page, { sandbox }: SetUp): Promise<void> {
  const tab = await page.context().newPage();
  await tab.goto(`${sandbox.origin}/apps`);
  await button(tab, "Deauthorize").click();
  await tab.getByText("has no access any more").waitFor();
  await tab.close();
}

/** The page that offers to connect again says so by its status, which the console repeats. */
export function isOfServer(complaint: string): boolean {
  return !/\b403\b/.test(complaint);
}
