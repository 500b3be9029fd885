import { describe, expect, test } from "@jest/globals";
import { appViews, exists, filesIn, textOf } from "../../support/source/files.ts";
import { leadsSomewhere } from "../../support/source/pages.ts";
import { includesOf, renderedViews, targetsOf } from "../../support/source/views.ts";

const views = [...appViews, ...filesIn("sandbox/views", ".ejs")];

describe("views", () => {
  test.each([
    ["write unescaped output for includes only", /<%-(?!\s*include\()/],
    ["hold no scripts", /<script\b|\bjavascript:/i],
    ["hold no styles", /<style\b|\sstyle\s*=/i],
    ["hold no handlers", /<[^>]*\son[a-z]+\s*=/i],
    ["quote what they write into attributes", /=\s*<%=/],
  ])("%s", (_, pattern) => {
    const wrong = views.flatMap((file) =>
      textOf(file)
        .split("\n")
        .filter((line) => pattern.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

    expect(views.length).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
  });

  test("include views that are there", () => {
    expect(included().filter(({ to }) => !exists(to))).toEqual([]);
  });

  test("are there when a route renders them", () => {
    expect(renderedViews().filter(({ to }) => !exists(to))).toEqual([]);
  });

  test("are all rendered or included", () => {
    const used = [...included(), ...renderedViews()].map(({ to }) => to);

    expect(appViews.filter((view) => !used.includes(view))).toEqual([]);
  });

  test("lead to pages, actions and files that are there", () => {
    const dead = appViews.flatMap((view) =>
      targetsOf(view)
        .filter((target) => !leadsSomewhere(target))
        .map(({ method, path }) => `${view}: ${method} ${path}`),
    );

    expect(dead).toEqual([]);
  });
});

function included() {
  return appViews.flatMap((from) => includesOf(from).map((to) => ({ from, to })));
}
