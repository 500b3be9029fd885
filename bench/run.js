// node bench/run.js [--quick] [--only PART]: builds the app and measures it, a part after the other.
//
// A part is a file in `bench/parts` that exports `run`. To take the benchmarks out, delete `bench` and
// the script `bench` in package.json: nothing imports them.
//
// The tables are on standard output, progress and problems on standard error. Exit code 0: within all
// goals, 1: over one of them, 2: something could not be measured.

import "../scripts/require-node.js";
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "../scripts/build.js";
import { endOnSignals } from "./lib/cleanup.js";
import { CannotMeasure } from "./lib/measured.js";
import { about, print } from "./lib/table.js";

const parts = readdirSync(new URL("parts", import.meta.url)).map((file) => file.replace(".js", ""));
const { quick, only } = readOptions();

endOnSignals();
if (!build(".")) process.exit(2);
console.log(about({ quick }));
const exitCodes = [];
for (const part of only ? [only] : parts) {
  const { run } = await import(`./parts/${part}.js`);
  exitCodes.push(await runPart(part, run));
}
process.exit(exitCodes.includes(1) ? 1 : Math.max(...exitCodes));

/** Prints each table as soon as the part gives it. */
async function runPart(part, run) {
  let isWithin = true;
  try {
    for await (const table of run({ quick })) {
      console.log(`\n${part}: ${print(table)}`);
      isWithin &&= table.rows.every(({ goal, value }) => goal === undefined || value <= goal);
    }
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    console.error(`${part}: ${error.message}`);
    return isWithin ? 2 : 1;
  }
  return isWithin ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
    });
    if (values.only === undefined || parts.includes(values.only)) return values;
    console.error(`There is no part "${values.only}". Parts: ${parts.join(", ")}.`);
  } catch (error) {
    console.error(error.message);
  }
  console.error("Usage: npm run bench [-- --quick] [--only PART]");
  process.exit(2);
}
