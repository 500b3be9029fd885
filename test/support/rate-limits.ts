import type { Switches } from "../../sandbox/switches.ts";
import { aFaultyAsana, type Circumstance } from "./faulty-asana.ts";
import { complaintsAbout } from "./watched-browser.ts";

/** What somebody meets where Asana limits the rate of their calls. */
export interface Row {
  readonly circumstance: Circumstance;
  /** How many calls are made at once, and so are refused. */
  readonly calls: number;
  /** How many calls of its kind that makes, when none is repeated. */
  readonly asked: number;
  readonly limited: { readonly status: number; readonly heading: string };
  /** What the page is when the call was repeated unseen. */
  readonly unseen: { readonly status: number; readonly heading: string };
}

/** Waits so short that the app repeats the call by itself. */
export const waited: Partial<Switches>[] = [
  { retryAfter: "seconds", retryAfterSeconds: 0 },
  { retryAfter: "seconds", retryAfterSeconds: 1 },
  { retryAfter: "date", retryAfterSeconds: 1 },
];

/** Waits that are told, and how. */
export const told: [Partial<Switches>, string | RegExp][] = [
  [{ retryAfter: "seconds", retryAfterSeconds: 4 }, "Wait 4 seconds"],
  [{ retryAfter: "seconds", retryAfterSeconds: 30 }, "Wait 30 seconds"],
  [{ retryAfter: "date", retryAfterSeconds: 30 }, /Wait ([12]\d|30) seconds/],
  [{ retryAfter: "absent" }, "Wait 60 seconds"],
  [{ retryAfter: "seconds", retryAfterSeconds: 240 }, "Wait 4 minutes"],
  [{ retryAfter: "seconds", retryAfterSeconds: 86_400 }, "Wait 15 minutes"],
  [{ retryAfter: "date", retryAfterSeconds: 86_400 }, "Wait 15 minutes"],
];

/**
 * Goes somewhere and meets the limit there.
 *
 * @returns with the last page how many calls of its kind were made
 */
export async function meetLimit(
  { circumstance, calls }: Pick<Row, "circumstance" | "calls">,
  switches: Partial<Switches>,
) {
  const asana = await aFaultyAsana();
  const { sandbox, browser } = asana;
  const page = await circumstance.begin(asana);
  const before = sandbox.requests.length;
  sandbox.setSwitches({ ...switches, force429: calls });
  await circumstance.meet(asana, page);

  const { method: wanted = "GET" } = circumstance.target;
  const isCall = ({ method, path }: { method: string; path: string }) =>
    method === wanted && path.startsWith("/api/1.0/");
  const asked = sandbox.requests.slice(before).filter(isCall).length;
  return { seen: browser.last(), asked, complaints: complaintsAbout(browser.seen, asana) };
}
