import { describe, expect, test } from "@jest/globals";
import { features } from "../../../src/features.ts";
import { corePages } from "../../../src/web/core-pages.ts";
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

test("docs/deploy.md says of each path whom the app lets in", () => {
  const roles = ["anybody", "signed-in", "administrator"];
  const [, section = ""] = textOf("docs/deploy.md").split("## Who reaches what\n");
  const table = section.split("\n").filter((line) => /^\| (everybody|those)/.test(line));
  const said = table.flatMap((line, at) =>
    [...line.matchAll(/`(\/[\w/-]*)`/g)].map(([, path]) => ({ path, role: roles[at] })),
  );
  const rows = [...corePages(features), ...features].flatMap((part) => part.rows ?? []);
  const wrong = said.filter(({ path, role }) =>
    rows.some((row) => row.method === "GET" && row.path === path && row.role !== role),
  );

  expect(said.length).toBeGreaterThan(8);
  expect(wrong).toEqual([]);
});

function links() {
  return docs.flatMap((doc) =>
    linksOf(textOf(doc)).map((link) => ({ doc, link, ...targetOf(doc, link) })),
  );
}
