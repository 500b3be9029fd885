import { describe, expect, test } from "@jest/globals";
import { docs, headingsOf, linksOf, pathsIn, targetOf } from "../../support/source/docs.ts";
import { appFiles, exists, filesIn, manifest, textOf } from "../../support/source/files.ts";
import { isOfGoneFeature } from "../../support/source/parts.ts";

describe("README and docs", () => {
  test("link to files and folders that are there", () => {
    const dead = links().filter(({ path }) => !exists(path) && !isOfGoneFeature(path));

    expect(links().length).toBeGreaterThan(10);
    expect(dead.map(({ doc, link }) => `${doc}: ${link}`)).toEqual([]);
  });

  test("link to headings that are there", () => {
    const dead = links().filter(
      ({ path, anchor }) => anchor && exists(path) && !headingsOf(textOf(path)).includes(anchor),
    );

    expect(dead.map(({ doc, link }) => `${doc}: ${link}`)).toEqual([]);
  });
});

test("docs and pages name files and folders that are there", () => {
  const gone = [...docs, ...appFiles].flatMap((file) =>
    pathsIn(textOf(file))
      .filter((path) => !exists(path) && !isOfGoneFeature(path))
      .map((path) => `${file}: ${path}`),
  );

  expect(gone).toEqual([]);
});

test("docs, pages and settings name npm scripts that are there", () => {
  const texts = [...docs, ...appFiles, ...filesIn("views", ".ejs"), ".env.example"];
  const unknown = texts.flatMap((file) =>
    [...textOf(file).matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*\w)/g)]
      .filter(([, name = ""]) => !(name in manifest.scripts))
      .map(([words]) => `${file}: ${words}`),
  );

  expect(unknown).toEqual([]);
});

function links() {
  return docs.flatMap((doc) =>
    linksOf(textOf(doc)).map((link) => ({ doc, link, ...targetOf(doc, link) })),
  );
}
