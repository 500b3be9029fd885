import type { Page } from "playwright-core";
import type { Chromium } from "../chromium.ts";
import { aSetUp } from "../sign-in.ts";
import { complaintsOf } from "./complaints.ts";
import { everyPermission } from "./page-row.ts";
import { type SetUp, signIn } from "./steps.ts";

/** Somebody who is signed in, in a browser of their own. */
export interface Visit {
  readonly setUp: SetUp;
  readonly page: Page;
  /** What the browser finds fault with. */
  readonly complaints: readonly string[];
}

/** Signs somebody in to an app of their own, which asks for what it asks everybody; ends on a page. */
export function aVisit(chromium: Chromium, returnTo: string): Promise<Visit> {
  return visit(chromium, { returnTo, settings: {} });
}

/** The same with an app that asks at once for all that its pages need. */
export function aVisitWithEveryPermission(chromium: Chromium, returnTo: string): Promise<Visit> {
  return visit(chromium, { returnTo, settings: everyPermission });
}

async function visit(
  chromium: Chromium,
  { returnTo, settings }: { returnTo: string; settings: Readonly<Record<string, string>> },
): Promise<Visit> {
  const setUp = await aSetUp({ settings });
  const page = await chromium.openTab();
  const complaints = complaintsOf(page.context(), setUp);
  await signIn(page, setUp, { returnTo });
  return { setUp, page, complaints };
}
