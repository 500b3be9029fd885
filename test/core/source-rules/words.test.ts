import { expect, test } from "@jest/globals";
import { docs } from "../../support/source/docs.ts";
import { appFiles, appViews, filesIn, textOf } from "../../support/source/files.ts";

const unclear = /\b(?:whoever|whatever|what\s+(?:\*\s+)?is\s+(?:\*\s+)?to\s+(?:\*\s+)?be)\b/gi;

test("comments, pages and docs name who acts, and what on", () => {
  const files = [...appFiles, ...appViews, ...filesIn("scripts", ".js"), ...docs];
  const found = files.flatMap((file) =>
    [...textOf(file).matchAll(unclear)].map(
      ({ index, 0: words }) => `${file}:${lineAt(textOf(file), index)} ${words}`,
    ),
  );

  expect(found).toEqual([]);
});

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
