import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aBuiltClone, buildIn } from "../support/clone.ts";
import { appFiles } from "../support/source/files.ts";

const mark = / \/\/ metrics$/m;

test("without src/metrics and the lines that are marked the app compiles, and says nothing of them", () => {
  const clone = aBuiltClone();
  rmSync(join(clone, "src", "metrics"), { recursive: true });
  const rest = appFiles.filter((file) => !file.startsWith("src/metrics/"));
  for (const file of rest.filter((one) => mark.test(textIn(clone, one)))) {
    const lines = textIn(clone, file).split("\n");
    writeFileSync(join(clone, file), lines.filter((line) => !mark.test(line)).join("\n"));
  }

  expect(buildIn(clone)).toEqual({ status: 0, output: "" });
  expect(rest.filter((file) => /METRICS_|metrics/.test(textIn(clone, file)))).toEqual([]);
});

function textIn(folder: string, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}
