import { expect, test } from "@jest/globals";
import { filesIn, textOf } from "../../support/source/files.ts";

test("the doctor tries each command that the scripts in Redis run", () => {
  const scripts = filesIn("src/store/redis", ".ts").map(textOf).join("\n");
  const run = [...scripts.matchAll(/redis\.p?call\(\s*['"]([A-Z]+)/g)].map(([, name]) => name);
  const tried = [...textOf("src/tools/doctor/redis-rights.ts").matchAll(/^ {4}\["([A-Z]+)"/gm)];
  const names = tried.map(([, name]) => name);

  expect(run.length).toBeGreaterThan(20);
  expect([...new Set(run)].filter((name) => !names.includes(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(["EVAL", "EVALSHA", "HGETALL", "PING"]));
});
