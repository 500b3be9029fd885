import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { hasRedisServer } from "./scripts/tests/redis-server.js";

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
const elsewhere = [
  ...["/node_modules/", "/test/.*/browser/", "/test/.*/terminal/"],
  ...["redis", "deploy", "load"].map((part) => `<rootDir>/test/${part}/`),
];
const timed = testsThatMeasureTime();

/** What is about the store once more, and what is about Redis alone. */
const redis = {
  ...lane,
  displayName: "redis",
  globals: { storeKind: "redis" },
  testMatch: ["store", "sessions-list", "redis"].map((part) => `<rootDir>/test/${part}/*.test.ts`),
  runner: "<rootDir>/scripts/tests/one-for-each-processor.js",
};

/**
 * Two lanes, one after the other. The tests mostly wait, so that twice as many files run at once as
 * there are processors, but for those that expect something within a time, and those that start a
 * Redis: these get no more than one each.
 */
export default function config() {
  const isWithRedis = hasRedisServer();
  if (!isWithRedis) {
    process.stderr.write("The tests on Redis are left out: there is no redis-server here.\n");
  }
  return {
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
      ...(isWithRedis ? [redis] : []),
    ],
  };
}

/** Those that compare a second or more with an upper limit, as in `toBeLessThan(5_000)`. */
function testsThatMeasureTime() {
  return readdirSync(join(import.meta.dirname, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `test/${file.replaceAll("\\", "/")}`)
    .filter((path) =>
      /toBeLessThan\(\d+_\d{3}\)/.test(readFileSync(join(import.meta.dirname, path), "utf8")),
    );
}
