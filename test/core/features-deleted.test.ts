import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aBuiltClone, buildIn } from "../support/clone.ts";
import { repository } from "../support/process.ts";

/** A folder each; a fork may have deleted some, or all. */
const folder = join(repository, "src", "features");
const names = existsSync(folder) ? readdirSync(folder) : [];

/** Features that another is made for: they go when it goes. */
const takenAlong: Readonly<Record<string, readonly string[]>> = { tasks: ["bot"] };

for (const name of names) {
  test(`without ${name} the app compiles`, () => {
    const along = (takenAlong[name] ?? []).filter((other) => names.includes(other));

    expect(builtWithout([name, ...along])).toEqual({ status: 0, output: "" });
  });
}

test("without any feature the app compiles", () => {
  expect(builtWithout(names)).toEqual({ status: 0, output: "" });
});

test("a feature that is deleted while its line stays is found by the compiler", () => {
  const clone = aBuiltClone();
  appendFileSync(join(clone, "src", "features.ts"), `import "./features/gone/gone.ts";\n`);

  expect(buildIn(clone).output).toContain("./features/gone/gone.ts");
});

function builtWithout(gone: readonly string[]): ReturnType<typeof buildIn> {
  const clone = aBuiltClone();
  const list = join(clone, "src", "features.ts");
  for (const name of gone) {
    deletePlaces(clone, name);
    writeFileSync(list, withoutFeature(readFileSync(list, "utf8"), name));
  }
  return buildIn(clone);
}

/** Deletes what bears the feature's name; some have no views or styles. */
function deletePlaces(folder: string, name: string): void {
  const source = join("src", "features", name);
  expect(existsSync(join(folder, source))).toBe(true);
  for (const place of [source, join("views", name), join("public", "css", `${name}.css`)]) {
    rmSync(join(folder, place), { recursive: true, force: true });
  }
}

/** Takes a feature's import and its entry out of the list, as a person would. */
function withoutFeature(list: string, name: string): string {
  const statement = new RegExp(`^import \\{ (\\w+) \\} from "./features/${name}/.*\\n`, "m");
  const [, imported = ""] = statement.exec(list) ?? [];
  expect(imported).not.toBe("");
  return list
    .replace(statement, "")
    .replace(new RegExp(`^ {2}${imported}\\(\\{\\n[\\s\\S]*?^ {2}\\}\\),\\n`, "m"), "")
    .replace(new RegExp(`^ +${imported},\\n`, "m"), "");
}
