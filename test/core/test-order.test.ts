import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { repository } from "../support/process.ts";

test("the tests that begin first, because they take longest, are there", () => {
  const order = readFileSync(join(repository, "scripts", "tests", "longest-first.js"), "utf8");
  const parts = [...order.matchAll(/^ {2}"(.+)",$/gm)].map(([, part = ""]) => part);
  const tests = readdirSync(join(repository, "test"), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".test.ts"),
  );

  const missing = parts
    .filter((part) => !["tasks", "what-happened"].some((name) => isGone(name, part)))
    .filter((part) => !tests.some((file) => file.includes(part)));

  expect(parts.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});

/** Whether a part of a path is about a feature that a fork has deleted. */
function isGone(feature: string, part: string): boolean {
  return part.startsWith(`${feature}/`) && !existsSync(join(repository, "test", feature));
}
