import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** What the tests in Node, in a browser and at a terminal have in common. */
export const common = {
  rootDir: import.meta.dirname,
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  moduleFileExtensions: ["ts", "mjs", "js", "json", "node"],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/sandbox/dist/"],
  testTimeout: 60_000,
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2023", parser: { syntax: "typescript" } },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
};

export const longestFirst = { testSequencer: "<rootDir>/scripts/tests/longest-first.js" };

const { testTimeout, ...lane } = common;
const elsewhere = ["/node_modules/", "/test/.*/browser/", "/test/.*/terminal/"];
const timed = testsThatMeasureTime();

/**
 * Two lanes, one after the other. The tests mostly wait, so that twice as many files run at once as
 * there are processors, but for those that expect something within a time: these get no more than one
 * each.
 */
export default {
  testTimeout,
  maxWorkers: 2 * availableParallelism(),
  ...longestFirst,
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts", "sandbox/**/*.ts"],
  projects: [
    {
      ...lane,
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: [...elsewhere, ...timed.map((path) => `<rootDir>/${path}$`)],
    },
    {
      ...lane,
      testMatch: timed.map((path) => `<rootDir>/${path}`),
      testPathIgnorePatterns: elsewhere,
      runner: "<rootDir>/scripts/tests/one-for-each-processor.js",
    },
  ],
};

/** Those that compare a second or more with an upper limit, as in `toBeLessThan(5_000)`. */
function testsThatMeasureTime() {
  return readdirSync(join(import.meta.dirname, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `test/${file.replaceAll("\\", "/")}`)
    .filter((path) =>
      /toBeLessThan\(\d+_\d{3}\)/.test(readFileSync(join(import.meta.dirname, path), "utf8")),
    );
}
