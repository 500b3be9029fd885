import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import {
  aFaultyAsana,
  type Circumstance,
  circumstances,
  newTask,
} from "../support/faulty-asana.ts";
import { complaintsAbout, missingWords } from "../support/watched-browser.ts";

const slowDown = "Asana asks this app to slow down.";
const uncertain = "It may have been done all the same";

interface Row {
  readonly circumstance: Circumstance;
  /** How many calls are made at once, and so are refused. */
  readonly calls: number;
  readonly limited: { readonly status: number; readonly heading: string };
  /** What the page is when the call was repeated unseen. */
  readonly unseen: { readonly status: number; readonly heading: string };
}

const rows: readonly Row[] = [
  {
    circumstance: circumstances.list,
    calls: 1,
    limited: { status: 200, heading: "Your tasks" },
    unseen: { status: 200, heading: "Your tasks" },
  },
  {
    circumstance: circumstances.oneThing,
    calls: 2, // its comments are read beside it
    limited: { status: 503, heading: "Asana asks for a pause" },
    unseen: { status: 200, heading: "Write the welcome text" },
  },
  {
    circumstance: circumstances.write,
    calls: 1,
    limited: { status: 200, heading: "Your tasks" },
    unseen: { status: 200, heading: newTask.name },
  },
];

const waited: Partial<Switches>[] = [
  { retryAfter: "seconds", retryAfterSeconds: 0 },
  { retryAfter: "seconds", retryAfterSeconds: 1 },
  { retryAfter: "date", retryAfterSeconds: 1 },
];

const told: [Partial<Switches>, string | RegExp][] = [
  [{ retryAfter: "seconds", retryAfterSeconds: 4 }, "Wait 4 seconds"],
  [{ retryAfter: "seconds", retryAfterSeconds: 30 }, "Wait 30 seconds"],
  [{ retryAfter: "date", retryAfterSeconds: 30 }, /Wait ([12]\d|30) seconds/],
  [{ retryAfter: "absent" }, "Wait 60 seconds"],
  [{ retryAfter: "seconds", retryAfterSeconds: 240 }, "Wait 4 minutes"],
  [{ retryAfter: "seconds", retryAfterSeconds: 86_400 }, "Wait 15 minutes"],
  [{ retryAfter: "date", retryAfterSeconds: 86_400 }, "Wait 15 minutes"],
];

describe.each(rows.map((row) => [row.circumstance.words, row] as const))(
  "when Asana limits the rate of %s",
  (_words, row) => {
    test.each(waited)("a short wait is not noticed: %j", async (switches) => {
      const { seen, complaints } = await meetLimit(row, switches);

      expect(seen).toMatchObject(row.unseen);
      expect(seen.text).not.toContain(slowDown);
      expect(complaints).toEqual([]);
    });

    test.each(told)("a long wait is told, a quarter of an hour at most: %j", async (...limit) => {
      const [switches, words] = limit;

      const { seen, complaints, asked } = await meetLimit(row, switches);

      expect(seen).toMatchObject(row.limited);
      expect(missingWords(seen, [slowDown, words])).toEqual([]);
      expect(seen.text).not.toContain(uncertain); // Asana has not done it
      expect(asked).toBe(row.calls); // and not repeated
      expect(complaints).toEqual([]);
    });
  },
);

test("a limit that goes on is told after one repeat", async () => {
  const limit = { circumstance: circumstances.list, calls: 2 };

  const { seen } = await meetLimit(limit, { retryAfterSeconds: 1 });

  expect(missingWords(seen, [slowDown, "Wait 1 second."])).toEqual([]);
});

/** @returns with the last page how many calls of its kind were made */
async function meetLimit(
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
