import type { Chromium } from "../chromium.ts";
import { aSetUp } from "../sign-in.ts";
import { barriersOf, fourLooks, twoLooks } from "./barriers.ts";
import { keepPictures } from "./looks.ts";
import type { PageRow } from "./page-row.ts";
import { sidewaysOn } from "./sideways.ts";

/** What would keep somebody from using a page. */
export interface Hindrances {
  readonly barriers: readonly string[];
  /** What makes somebody scroll sideways. */
  readonly sideways: readonly string[];
}

/** A page that keeps nobody from using it. */
export const noHindrances: Hindrances = { barriers: [], sideways: [] };

/** Opens a page in a browser and an app of its own, and tells what keeps people from using it. */
export async function hindrancesOn(
  { name, open, sandbox = {}, settings = {}, isLikeNoOther }: PageRow,
  chromium: Chromium,
): Promise<Hindrances> {
  const setUp = await aSetUp({ sandbox, settings });
  const page = await chromium.openTab();
  await open(page, setUp);

  const barriers = await barriersOf(page, isLikeNoOther ? fourLooks : twoLooks);
  await keepPictures(page, name);
  const sideways = await sidewaysOn(page);
  return { barriers, sideways };
}
