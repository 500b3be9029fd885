import { describe, expect, test } from "@jest/globals";
import { errorPages } from "../../../src/web/errors/error-pages.ts";
import { textOf } from "../../support/source/files.ts";

describe("error pages", () => {
  const pages = Object.values(errorPages);

  test.each(["title", "whatHappened", "whatToDo"] as const)("share no %s", (words) => {
    const texts = pages.map((page) => page[words]);

    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  });

  test.each(Object.keys(errorPages))("%s is explained in docs/troubleshooting.md", (kind) => {
    expect(textOf("docs/troubleshooting.md").split("\n")).toContain(`### \`${kind}\``);
  });

  test("are the only kinds that docs/troubleshooting.md explains", () => {
    const explained = [...textOf("docs/troubleshooting.md").matchAll(/^### `(.+)`$/gm)];

    expect(explained.map(([, kind]) => kind).sort()).toEqual(Object.keys(errorPages).sort());
  });
});
