// Sums the tests of all result files of Jest, and a failed step as one failed test.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, failedSteps] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const name of ["node.json", "browser.json"]) {
  const file = join(folder, name);
  const result = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  passed += result?.numPassedTests ?? 0;
  failed += (result?.numFailedTests ?? 1) + (result?.numRuntimeErrorTestSuites ?? 0);
}
if (failed === 0) failed = Number(failedSteps);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
