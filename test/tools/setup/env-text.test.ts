import { parseEnv } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { changeEnvText } from "../../../src/tools/setup/env-text.ts";

describe("a .env file that is changed", () => {
  test.each([
    ["nothing but the value", "A=1\nB=2\n", { A: "3" }, "A=3\nB=2\n"],
    ["what stands behind the value", 'A="1" # mine\r\n', { A: "3" }, "A=3 # mine\r\n"],
    ["a value that was empty", "A=  # here\n", { A: "3" }, "A=3 # here\n"],
    ["the word export", "  export A = '1'\n", { A: "3" }, "  export A = 3\n"],
    ["the last of two, which counts", "A=1\nA=2\n", { A: "3" }, "A=1\nA=3\n"],
    ["comments", "# A=1\n", { A: "3" }, "# A=1\nA=3\n"],
    ["a comment that ends the file", "B=1\n# A=1", { A: "3" }, "B=1\n# A=1\nA=3\n"],
    ["line ends", "B=1\r\n", { A: "3" }, "B=1\r\nA=3\r\n"],
    ["names that are part of others", "MY_A=1\nAA=2\n", { A: "3" }, "MY_A=1\nAA=2\nA=3\n"],
    ["what stands in quotes over lines", "B='\nA=1\n'\n", { A: "3" }, "B='\nA=1\n'\nA=3\n"],
    ["a value that is the same", "A = '1' # x\n", { A: "1" }, "A = '1' # x\n"],
    ["what was there, when a value goes", "A=1 # x\n", { A: undefined }, "A= # x\n"],
    ["an empty file", "", { A: "3", B: "4" }, "A=3\nB=4\n"],
  ])("keeps %s", (_, before, changes, after) => {
    expect(changeEnvText(before, changes)).toBe(after);
  });

  test.each(["a b", "a#b", "it's", 'say "x"', "`x`", "\\n", "a\\b", "$HOME", "=", "2/1:a+b"])(
    "holds the value %s as it is",
    (value) => {
      expect(parseEnv(changeEnvText("", { A: value })).A).toBe(value);
    },
  );

  test("is refused where a value cannot be written", () => {
    expect(() => changeEnvText("B=1\n", { A: "a#'\"`" })).toThrow(/by hand: A$/);
  });
});
