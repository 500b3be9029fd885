import { describe, expect, test } from "@jest/globals";
import { appViews, exists, filesIn, textOf } from "../../support/source/files.ts";
import { leadsSomewhere, ownersOf } from "../../support/source/pages.ts";
import { coreViews, featureOf } from "../../support/source/parts.ts";
import { includesOf, renderedViews, stylesOf, targetsOf } from "../../support/source/views.ts";

const views = [...appViews, ...filesIn("sandbox/views", ".ejs")];

/** What the core gives to the views of features: what came of a form. */
const offered = ["views/partials/result.ejs"];

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
    const used = [...included(), ...renderedViews()].map(({ to }) => to).concat(offered);

    expect(appViews.filter((view) => !used.includes(view))).toEqual([]);
  });

  test("of the core are shown by the core, or offered to pages", () => {
    const users = [...included(), ...renderedViews()].filter(({ from }) => !featureOf(from));
    const used = users.map(({ to }) => to);

    expect(coreViews.filter((view) => !used.includes(view))).toEqual(offered);
  });

  test("include no view of another feature, nor do the core's include one", () => {
    const wrong = included().filter(
      ({ from, to }) => featureOf(to) && featureOf(from) !== featureOf(to),
    );

    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test("name stylesheets of the core and of their own feature only", () => {
    const foreign = appViews.flatMap((view) =>
      stylesOf(view)
        .filter((file) => featureOf(file) && featureOf(file) !== featureOf(view))
        .map((file) => `${view}: ${file}`),
    );

    expect(foreign).toEqual([]);
  });

  test("link to pages of the core and of their own feature only", () => {
    const foreign = appViews.flatMap((view) =>
      targetsOf(view)
        .filter((target) => ownersOf(target).some((owner) => owner && owner !== featureOf(view)))
        .map(({ method, path }) => `${view}: ${method} ${path}`),
    );

    expect(foreign).toEqual([]);
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
