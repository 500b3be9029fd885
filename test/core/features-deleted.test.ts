import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { features } from "../../src/features.ts";
import { aFolder } from "../support/folder.ts";
import { repository } from "../support/process.ts";

const names = features
  .map(({ name }) => name)
  .concat("bot")
  .sort();

/** Features that another is made for: they go when it goes. */
const takenAlong: Readonly<Record<string, readonly string[]>> = { tasks: ["bot"] };

test.each(names)("without %s the app compiles", (name) => {
  expect(compiledWithout([name, ...(takenAlong[name] ?? [])])).toBe("");
});

test("without any feature the app compiles", () => {
  expect(compiledWithout(names)).toBe("");
});

test("a feature that is deleted while its line stays is found by the compiler", () => {
  const copy = aCopy();
  deletePlaces(copy, "guide");

  expect(compile(copy)).toContain("Cannot find module './features/guide/guide.ts'");
});

function compiledWithout(gone: readonly string[]): string {
  const copy = aCopy();
  const list = join(copy, "src", "features.ts");
  for (const name of gone) {
    deletePlaces(copy, name);
    writeFileSync(list, withoutFeature(readFileSync(list, "utf8"), name));
  }
  return compile(copy);
}

function aCopy(): string {
  const folder = aFolder();
  for (const name of ["src", "tsconfig.json", "package.json"]) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function deletePlaces(folder: string, name: string): void {
  const source = join(folder, "src", "features", name);
  expect(existsSync(source)).toBe(true);
  rmSync(source, { recursive: true });
}

/** Takes a feature's import and its entry out of the list, as a person would. */
function withoutFeature(list: string, name: string): string {
  const [, imported = ""] =
    new RegExp(`^import \\{ (\\w+) \\} from "./features/${name}/.*\\n`, "m").exec(list) ?? [];
  expect(imported).not.toBe("");
  return list
    .replace(new RegExp(`^import .* from "./features/${name}/.*\\n`, "m"), "")
    .replace(new RegExp(`^ {2}${imported}\\(\\{\\n[\\s\\S]*?^ {2}\\}\\),\\n`, "m"), "")
    .replace(new RegExp(`^ +${imported},\\n`, "m"), "");
}

/** What the compiler says; nothing when it finds nothing. */
function compile(folder: string): string {
  const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", ".", "--noEmit"], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout;
}
