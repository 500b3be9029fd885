import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aFolder } from "../support/folder.ts";
import { repository } from "../support/process.ts";

const two = ["Tests:       3 passed, 3 total", "Tests:       2 passed, 2 total"];
const red = "Tests:       1 failed, 4 passed, 5 total";
const skipping = "Tests:       2 skipped, 4 passed, 6 total";

test.each([
  ["all passed", { runs: two }, "5 passed, 0 failed", 0],
  ["one test failed", { runs: [...two, red] }, "9 passed, 1 failed", 1],
  ["tests were skipped", { runs: [...two, skipping] }, "9 passed, 2 failed", 1],
  ["a run is missing", { runs: two, expected: 3 }, "5 passed, 1 failed", 1],
  ["there was no run at all", { runs: [], expected: 3 }, "0 passed, 3 failed", 1],
  ["a step failed without a test", { runs: two, failedSteps: 1 }, "5 passed, 1 failed", 1],
])("the checks end with one line that sums all runs: %s", (_, about, line, code) => {
  const { runs, failedSteps, expected } = { failedSteps: 0, expected: about.runs.length, ...about };
  const log = join(aFolder(), "log");
  writeFileSync(log, runs.map((run) => `PASS somewhere\n${run}\nTime: 1 s\n`).join("\n"));

  const script = join(repository, ".ci", "sum.js");
  const options = [log, String(failedSteps), String(expected)];
  const { stdout, status } = spawnSync(process.execPath, [script, ...options], {
    encoding: "utf8",
  });

  expect([stdout, status]).toEqual([`\n${line}\n`, code]);
});
