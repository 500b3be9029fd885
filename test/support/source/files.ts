import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/** Paths of the files below a folder of the repository; none for a folder that is not there. */
export function filesIn(folder: string, ending: string): string[] {
  if (!exists(folder)) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !name.startsWith("dist/"))
    .map((name) => join(folder, name))
    .sort();
}

/** Nothing for a file that is not there: the test that needs it says what is missing. */
export function textOf(file: string): string {
  return exists(file) ? readFileSync(join(root, file), "utf8") : "";
}

/** Whether the repository has this file or folder. */
export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

/** The app's own modules. */
export const appFiles = filesIn("src", ".ts");

export const sandboxFiles = filesIn("sandbox", ".ts");

/** The app's views, without the sandbox's. */
export const appViews = filesIn("views", ".ejs");

/** What stands in package.json, as far as the rules read it. */
export const manifest: {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
} = JSON.parse(textOf("package.json"));
