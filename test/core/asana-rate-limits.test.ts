import { describe, expect, test } from "@jest/globals";
import { circumstances } from "../support/faulty-asana.ts";
import { probeTitle } from "../support/probe.ts";
import { meetLimit, type Row, told, waited } from "../support/rate-limits.ts";
import { missingWords } from "../support/watched-browser.ts";

const slowDown = "Asana asks this app to slow down.";
const uncertain = "It may have been done all the same";

const rows: readonly Row[] = [
  {
    circumstance: circumstances.oneThing,
    calls: 1,
    asked: 1,
    limited: { status: 503, heading: "Asana asks for a pause" },
    unseen: { status: 200, heading: probeTitle },
  },
  {
    circumstance: circumstances.write,
    calls: 1,
    asked: 0, // what the form reads first is refused, and nothing is sent
    limited: { status: 200, heading: probeTitle },
    unseen: { status: 200, heading: probeTitle },
  },
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
      expect(asked).toBe(row.asked); // and not repeated
      expect(complaints).toEqual([]);
    });
  },
);

test("a limit that goes on is told after one repeat", async () => {
  const limit = { circumstance: circumstances.oneThing, calls: 2 };

  const { seen } = await meetLimit(limit, { retryAfterSeconds: 1 });

  expect(missingWords(seen, [slowDown, /Wait 1 second\b/])).toEqual([]);
});
