import { setImmediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { inParallel } from "../../src/limits/parallel.ts";

test("work on many items is never more than so much at once, and results keep the items' order", async () => {
  let underWay = 0;
  let most = 0;

  const results = await inParallel([3, 1, 2, 0, 2, 1], 2, async (turns) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    underWay -= 1;
    return turns * 10;
  });

  expect([results, most]).toEqual([[30, 10, 20, 0, 20, 10], 2]);
});

test("after a failure nothing new is begun, and what was under way ends before it is thrown", async () => {
  const events: string[] = [];

  const working = inParallel(["slow", "bad", "next"], 2, async (item) => {
    events.push(`${item} begins`);
    if (item === "bad") throw new Error("no luck");
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    events.push(`${item} ends`);
  });

  await expect(working).rejects.toThrow("no luck");
  expect(events).toEqual(["slow begins", "bad begins", "slow ends"]);
});

test("items are taken as work comes to them, not all at once", async () => {
  let taken = 0;
  function* items() {
    for (; taken < 100_000; taken += 1) yield taken;
  }

  const working = inParallel(items(), 5, async (item) => {
    if (item === 3) throw new Error("no luck");
  });

  await expect(working).rejects.toThrow("no luck");
  expect(taken).toBeLessThan(1_001);
});
