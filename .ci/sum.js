// node .ci/sum.js LOG FAILED_STEPS RUNS: sums the closing lines of Jest's runs, "Tests: 1 failed, 2
// skipped, 3 passed, 6 total". A skipped test counts as failed, and so does a run that is missing, or a
// step that failed without a test.
import { readFileSync } from "node:fs";

const [log = "", failedSteps = 0, expectedRuns = 0] = process.argv.slice(2);
const runs = [...readFileSync(log, "utf8").matchAll(/^Tests: .*?(\d+) total/gm)];
const total = sum(runs.map(([, count]) => count));
const passed = sum(runs.map(([line]) => /(\d+) passed/.exec(line)?.[1] ?? 0));
const missing = Math.max(0, Number(expectedRuns) - runs.length);
const failed = total - passed || Number(failedSteps) || missing;

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function sum(counts) {
  return counts.reduce((all, count) => all + Number(count), 0);
}
