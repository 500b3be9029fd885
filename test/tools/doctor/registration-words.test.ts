import { expect, test } from "@jest/globals";
import { checkWords } from "../../../src/tools/doctor/registration-words.ts";
import { textOf } from "../../support/source/files.ts";

test("docs/real-asana.md says of a registration what the app and the doctor say", () => {
  const rows = Object.values(checkWords).map((words) => {
    const first = "atAsana" in words ? `| ${words.atAsana} ` : "";
    return `${first}| ${words.meaning} | ${words.fix} |`;
  });

  const text = textOf("docs/real-asana.md");

  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});
