import { basename } from "node:path";
import { expect, test } from "@jest/globals";
import { classNamesOf } from "../../support/source/class-names.ts";
import { appViews, exists, textOf } from "../../support/source/files.ts";
import { coreStyles, coreViews, featureOf, styleFiles } from "../../support/source/parts.ts";
import { classesIn, rawColoursIn } from "../../support/source/styles.ts";
import { renderedViews, stylesOf, withIncludes } from "../../support/source/views.ts";

/** Classes of the core that no page of the core shows: parts for the pages of features. */
const offered: Readonly<Record<string, string>> = {
  badge: "a word beside a name",
  "person-small": "a person inside a card",
  "table-scroll": "a table that is wider than a phone",
  form: "fields below each other",
  filters: "fields beside each other, above a list",
  field: "a field with its label",
  "form-row": "buttons beside each other",
};

const coreClasses = new Set(coreStyles.flatMap(classesIn));

test("every class in a stylesheet stands in a view of the same part of the app", () => {
  const unused = styleFiles.flatMap((file) => {
    const feature = featureOf(file);
    const isUsed = usersOf(appViews.filter((view) => featureOf(view) === feature));
    const known = feature === undefined ? Object.keys(offered) : [...coreClasses];
    return classesIn(file)
      .filter((name) => !known.includes(name) && !isUsed(name))
      .map((name) => `${file}: ${name}`);
  });

  expect(unused).toEqual([]);
});

test("what the core offers to features has a rule, and no page of the core shows it", () => {
  const isUsed = usersOf(coreViews);
  const wrong = Object.keys(offered).filter((name) => !coreClasses.has(name) || isUsed(name));

  expect(wrong).toEqual([]);
});

test("every class in a view has a rule in the stylesheets of the core or of its own feature", () => {
  const bare = appViews.flatMap((view) => {
    const own = featureOf(view) && classesIn(`public/css/${featureOf(view)}.css`);
    const isStyled = (name: string) => coreClasses.has(name) || own?.includes(name);
    return classNamesOf(view)
      .written.filter((name) => !isStyled(name))
      .map((name) => `${view}: ${name}`);
  });

  expect(bare).toEqual([]);
});

test("every page names the stylesheets of all that it shows", () => {
  const missing = renderedViews().flatMap(({ from, to }) => {
    const shown = withIncludes(to);
    const named = [...shown, from].flatMap(stylesOf); // what stands below a page has no head
    const needed = shown.filter(usesItsOwn).map((view) => `public/css/${featureOf(view)}.css`);
    return [...new Set(needed)]
      .filter((file) => !named.includes(file))
      .map((file) => `${to}: ${basename(file)}`);
  });

  expect(missing).toEqual([]);
});

test("every stylesheet that a view names is there", () => {
  const gone = appViews.flatMap((view) =>
    stylesOf(view)
      .filter((file) => !exists(file))
      .map((file) => `${view}: ${file}`),
  );

  expect(gone).toEqual([]);
});

test("colours are written out in tokens.css only; a stylesheet may give its names other values", () => {
  const names = rawColoursIn(textOf("public/css/tokens.css")).map(({ property }) => property);
  const raw = styleFiles.flatMap((file) =>
    rawColoursIn(textOf(file))
      .filter(({ property }) => !names.includes(property))
      .map(({ property, value }) => `${file}: ${property}: ${value}`),
  );

  expect(names.length).toBeGreaterThan(10);
  expect(raw).toEqual([]);
});

/** Whether one of these views uses a class; a \`*\` in a name that it builds stands for any part. */
function usersOf(views: readonly string[]): (name: string) => boolean {
  const used = views.map(classNamesOf).flatMap(({ written, built }) => [...written, ...built]);
  const patterns = used.map((name) => new RegExp(`^${name.replaceAll("*", "[\\w-]+")}$`));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

/** Whether a view shows a class that only its feature's stylesheet has a rule for. */
function usesItsOwn(view: string): boolean {
  const feature = featureOf(view);
  if (feature === undefined) return false;
  const own = classesIn(`public/css/${feature}.css`).filter((name) => !coreClasses.has(name));
  return own.some(usersOf([view]));
}
